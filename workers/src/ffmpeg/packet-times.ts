/** What the packets of one track say about time. */
export interface TrackTimes {
  readonly packets: number
  /** Packets that an edit list cuts away. */
  readonly hiddenPackets: number
  readonly startMs: number
  readonly endMs: number
  /** The middle one of all distances between neighbours in showing order; 0 with a single packet. */
  readonly frameMs: number
}

/** Reads `stream_index,pts_time,dts_time,duration_time,flags` lines as ffprobe prints packets. */
export function createPacketReader(): {
  line(text: string): void
  times(index: number): TrackTimes | undefined
  /** From the first packet read of a track to the latest end, at no cost; 0 without packets. */
  spanMs(index: number): number
} {
  const tracks = new Map<number, { starts: number[]; endMs: number }>()
  const hidden = new Map<number, number>()

  return {
    line(text) {
      // ffprobe leaves an empty line where a packet carries side data.
      if (text === '') return
      const [index = '', pts = '', dts = '', duration = '', flags = ''] = text.split(',')
      // Decoded but never shown.
      if (flags.includes('D')) {
        hidden.set(Number(index), (hidden.get(Number(index)) ?? 0) + 1)
        return
      }
      const shown = Number.parseFloat(pts)
      const startMs = (Number.isFinite(shown) ? shown : Number.parseFloat(dts) || 0) * 1_000
      const endMs = startMs + (Number.parseFloat(duration) || 0) * 1_000
      const track = tracks.get(Number(index))
      if (!track) tracks.set(Number(index), { starts: [startMs], endMs })
      else {
        track.starts.push(startMs)
        track.endMs = Math.max(track.endMs, endMs)
      }
    },
    spanMs(index) {
      const track = tracks.get(index)
      return track ? track.endMs - (track.starts[0] ?? 0) : 0
    },
    times(index) {
      const track = tracks.get(index)
      if (!track) return undefined
      const starts = Float64Array.from(track.starts).sort()
      const frameMs = medianGap(starts)
      const lastMs = starts.at(-1) ?? 0
      return {
        packets: starts.length,
        hiddenPackets: hidden.get(index) ?? 0,
        startMs: starts[0] ?? 0,
        // Some containers tell no duration for the last packet.
        endMs: track.endMs > lastMs ? track.endMs : lastMs + frameMs,
        frameMs,
      }
    },
  }
}

function medianGap(sorted: Float64Array): number {
  const gaps = sorted.slice(1).map((startMs, i) => startMs - (sorted[i] ?? 0))
  return gaps.sort()[Math.floor(gaps.length / 2)] ?? 0
}
