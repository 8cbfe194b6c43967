/** What the packets of one track say about time. */
export interface TrackTimes {
  readonly packets: number
  /** Packets that an edit list cuts away. */
  readonly hiddenPackets: number
  readonly startMs: number
  readonly endMs: number
  /** The middle one of all distances between neighbours in showing order; 0 with a single packet. */
  readonly frameMs: number
  /** The largest of those distances: a hole, where it is far above the usual one. */
  readonly longestGapMs: number
  /** When the pictures that need no other are shown, in order. */
  readonly keyframesMs: readonly number[]
  /** Where those pictures lie in the file, in reading order; undefined where the container does not tell. */
  readonly keyframeBytes: readonly number[] | undefined
  /** Whether decoding times only ever grow. */
  readonly inOrder: boolean
  /** Whether each picture that needs no other comes before all that are shown after it: nothing leads over. */
  readonly closed: boolean
}

type Track = {
  starts: number[]
  keyframesMs: number[]
  keyframeBytes: number[]
  endMs: number
  lastDecodeMs: number
  inOrder: boolean
  lastKeyMs: number
  closed: boolean
}

export interface PacketReader {
  line(text: string): void
  times(index: number): TrackTimes | undefined
  /** From the first packet read of a track to the latest end, at no cost; 0 without packets. */
  spanMs(index: number): number
}

/** Reads `stream_index,pts_time,dts_time,duration_time,pos,flags` lines as ffprobe prints packets. */
export function createPacketReader(): PacketReader {
  const tracks = new Map<number, Track>()
  const hidden = new Map<number, number>()

  return {
    line(text) {
      // ffprobe leaves an empty line where a packet carries side data.
      if (text === '') return
      const [index = '', pts = '', dts = '', duration = '', position = '', flags = ''] = text.split(',')
      // Decoded but never shown.
      if (flags.includes('D')) {
        hidden.set(Number(index), (hidden.get(Number(index)) ?? 0) + 1)
        return
      }
      const shown = Number.parseFloat(pts)
      const decoded = Number.parseFloat(dts)
      const startMs = (Number.isFinite(shown) ? shown : decoded || 0) * 1_000
      const endMs = startMs + (Number.parseFloat(duration) || 0) * 1_000
      const track = trackOf(Number(index))
      track.starts.push(startMs)
      track.endMs = Math.max(track.endMs, endMs)
      if (flags.includes('K')) {
        track.keyframesMs.push(startMs)
        track.keyframeBytes.push(Number.parseInt(position, 10))
        track.lastKeyMs = startMs
      } else track.closed &&= startMs > track.lastKeyMs
      if (Number.isFinite(decoded)) {
        track.inOrder &&= decoded * 1_000 > track.lastDecodeMs
        track.lastDecodeMs = decoded * 1_000
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
      const gaps = starts
        .slice(1)
        .map((startMs, i) => startMs - (starts[i] ?? 0))
        .sort()
      const frameMs = gaps[Math.floor(gaps.length / 2)] ?? 0
      const lastMs = starts.at(-1) ?? 0
      return {
        packets: starts.length,
        hiddenPackets: hidden.get(index) ?? 0,
        startMs: starts[0] ?? 0,
        // Some containers tell no duration for the last packet.
        endMs: track.endMs > lastMs ? track.endMs : lastMs + frameMs,
        frameMs,
        longestGapMs: gaps.at(-1) ?? 0,
        keyframesMs: track.keyframesMs.toSorted((a, b) => a - b),
        keyframeBytes: track.keyframeBytes.every(Number.isSafeInteger) ? track.keyframeBytes : undefined,
        inOrder: track.inOrder,
        closed: track.closed,
      }
    },
  }

  function trackOf(index: number): Track {
    const known = tracks.get(index)
    if (known) return known
    const fresh: Track = {
      starts: [],
      keyframesMs: [],
      keyframeBytes: [],
      endMs: Number.NEGATIVE_INFINITY,
      lastDecodeMs: Number.NEGATIVE_INFINITY,
      inOrder: true,
      lastKeyMs: Number.NEGATIVE_INFINITY,
      closed: true,
    }
    tracks.set(index, fresh)
    return fresh
  }
}
