import { type FrameRate, perSecond } from './frame-rate.ts'
import { lengthOf, type Segment } from './media-playlist.ts'
import { segmentSeconds } from './rendition-files.ts'

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
  readonly name: 'levelled' | 'original'
  readonly playlist: string
  readonly channels: number
  readonly bandwidth: Bandwidth
}

const soundCodec = 'mp4a.40.2'

/**
 * RFC 8216, 4.1: all bits over all time are the average; the peak is the largest rate of any neighbouring segments
 * that last between half and one and a half of the target duration together. So a last segment, which can be a
 * fraction of a second with a whole keyframe in it, does not count alone.
 */
export function measureBandwidth(segments: readonly MeasuredSegment[]): Bandwidth {
  const targetMs = Math.max(segmentSeconds * 1_000, ...segments.map(({ durationMs }) => durationMs))
  const average = rateOf(segments)
  let peak = 0
  for (let from = 0; from < segments.length; from += 1) {
    for (let to = from + 1; to <= segments.length; to += 1) {
      const set = segments.slice(from, to)
      const setMs = lengthOf(set)
      if (setMs > targetMs * 1.5) break
      if (setMs >= targetMs / 2) peak = Math.max(peak, rateOf(set))
    }
  }
  return { peak: Math.ceil(peak || average), average: Math.ceil(average) }
}

const rateOf = (segments: readonly MeasuredSegment[]): number =>
  (segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) * 8_000) / lengthOf(segments)

/** The smallest first: a player that knows nothing yet begins with what any line carries. The first sound is the usual one. */
export function masterPlaylist(
  variants: readonly MasterVariant[],
  sounds: readonly MasterSound[],
  rate: FrameRate,
): string {
  const sound = heaviest(sounds)
  const lines = [...head, ...sounds.map((each, i) => soundLine(each, i === 0))]
  for (const variant of [...variants].sort((a, b) => a.bandwidth.average - b.bandwidth.average)) {
    const codecs = sound ? `${variant.codec},${soundCodec}` : variant.codec
    const attributes = [
      `BANDWIDTH=${variant.bandwidth.peak + (sound?.peak ?? 0)}`,
      `AVERAGE-BANDWIDTH=${variant.bandwidth.average + (sound?.average ?? 0)}`,
      `RESOLUTION=${variant.width}x${variant.height}`,
      `CODECS="${codecs}"`,
      `FRAME-RATE=${perSecond(rate).toFixed(3)}`,
      ...(sound ? ['AUDIO="sound"'] : []),
    ]
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, variant.playlist)
  }
  return `${lines.join('\n')}\n`
}

/** The sound alone, for those whose line carries no picture. */
export function listeningPlaylist(sound: MasterSound): string {
  const { peak, average } = sound.bandwidth
  return `${[
    ...head,
    `#EXT-X-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average},CODECS="${soundCodec}"`,
    sound.playlist,
  ].join('\n')}\n`
}

const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']

const soundLine = ({ name, channels, playlist }: MasterSound, isUsual: boolean): string =>
  `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="${name}",DEFAULT=${isUsual ? 'YES' : 'NO'},AUTOSELECT=${isUsual ? 'YES' : 'NO'},CHANNELS="${channels}",URI="${playlist}"`

/** A variant has to be announced with the largest sound it may be played with. */
function heaviest(sounds: readonly MasterSound[]): Bandwidth | undefined {
  if (sounds.length === 0) return undefined
  return {
    peak: Math.max(...sounds.map(({ bandwidth }) => bandwidth.peak)),
    average: Math.max(...sounds.map(({ bandwidth }) => bandwidth.average)),
  }
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
