import { type FrameRate, perSecond } from './frame-rate.ts'
import type { Segment } from './media-playlist.ts'

export interface MeasuredSegment extends Segment {
  readonly sizeBytes: number
}

/** What a player is told about a rendition, measured from its real segments. Bits per second. */
export interface Bandwidth {
  readonly peak: number
  readonly average: number
}

export interface MasterVariant {
  readonly playlist: string
  readonly width: number
  readonly height: number
  /** RFC 6381, of the pictures alone. */
  readonly codec: string
  readonly bandwidth: Bandwidth
}

export interface MasterSound {
  readonly playlist: string
  readonly channels: number
  readonly bandwidth: Bandwidth
}

export const soundCodec = 'mp4a.40.2'

/** RFC 8216, 4.3.4.2: the largest segment's rate is the peak, all bits over all time the average. */
export function measureBandwidth(segments: readonly MeasuredSegment[]): Bandwidth {
  const bits = segments.reduce((sum, { sizeBytes }) => sum + sizeBytes * 8, 0)
  const seconds = segments.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000
  // The last segment can be a fraction of a second with a whole keyframe in it: its rate says nothing about a line.
  const whole = segments.filter(({ durationMs }, i) => i === 0 || durationMs >= 1_000)
  const peak = Math.max(...whole.map(({ sizeBytes, durationMs }) => (sizeBytes * 8_000) / durationMs))
  return { peak: Math.ceil(peak), average: Math.ceil(bits / seconds) }
}

/** The smallest first: a player that knows nothing yet begins with what any line carries. */
export function masterPlaylist(
  variants: readonly MasterVariant[],
  sound: MasterSound | undefined,
  rate: FrameRate,
): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']
  if (sound) {
    lines.push(
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="original",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${sound.channels}",URI="${sound.playlist}"`,
    )
  }
  for (const variant of [...variants].sort((a, b) => a.bandwidth.average - b.bandwidth.average)) {
    const codecs = sound ? `${variant.codec},${soundCodec}` : variant.codec
    const attributes = [
      `BANDWIDTH=${variant.bandwidth.peak + (sound?.bandwidth.peak ?? 0)}`,
      `AVERAGE-BANDWIDTH=${variant.bandwidth.average + (sound?.bandwidth.average ?? 0)}`,
      `RESOLUTION=${variant.width}x${variant.height}`,
      `CODECS="${codecs}"`,
      `FRAME-RATE=${perSecond(rate).toFixed(3)}`,
      ...(sound ? ['AUDIO="sound"'] : []),
    ]
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, variant.playlist)
  }
  return `${lines.join('\n')}\n`
}

/**
 * The pictures' codec string from the header file: profile, constraints and level are three bytes of the
 * `avcC` box (ISO 14496-15, 5.3.3.1). Throws when there is none.
 */
export function videoCodecOf(init: Uint8Array): string {
  const header = Buffer.from(init.buffer, init.byteOffset, init.byteLength)
  const at = header.indexOf('avcC')
  if (at < 0 || header.length < at + 8) throw new Error('no avcC box in the header file')
  return `avc1.${header.subarray(at + 5, at + 8).toString('hex')}`
}
