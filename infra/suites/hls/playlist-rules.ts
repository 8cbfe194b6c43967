import { type Ladder, type Track, tracksOf } from './ladder.ts'
import { readAttributes } from './m3u8.ts'
import type { Rule } from './rule.ts'
import { listedSeconds } from './timeline.ts'

const SOURCE_TOLERANCE_SECONDS = 0.2

const inEach = (find: (track: Track) => readonly string[]) => (ladder: Ladder) =>
  tracksOf(ladder).flatMap((track) => find(track).map((fault) => `${track.uri}: ${fault}`))
const valuesOf = ({ lines }: Track, tag: string): readonly string[] =>
  lines.filter((line) => line.tag === tag).map(({ value }) => value)

export const targetSeconds = (track: Track): number =>
  Number(valuesOf(track, '#EXT-X-TARGETDURATION')[0] ?? Number.NaN)

/** The playlist of one rendition (RFC 8216, 4.3.1 to 4.3.3). */
export const playlistRules: readonly Rule[] = [
  {
    section: '4.3.1.1',
    says: 'EXTM3U is the first line',
    find: inEach(({ lines }) => (lines[0]?.text === '#EXTM3U' ? [] : [`begins with ${lines[0]?.text}`])),
  },
  {
    section: '4.1',
    says: 'a playlist is UTF-8 without a byte order mark and without control characters',
    find: inEach(({ answer }) => textFaults(answer.bytes)),
  },
  {
    section: '4.3.1.2',
    says: 'EXT-X-VERSION stands there once',
    find: inEach((track) => {
      const versions = valuesOf(track, '#EXT-X-VERSION')
      return versions.length === 1 ? [] : [`has ${versions.length} versions`]
    }),
  },
  {
    section: '7',
    says: 'EXT-X-MAP without I-frames only needs version 6, a fraction in EXTINF version 3',
    find: inEach((track) => {
      const version = Number(valuesOf(track, '#EXT-X-VERSION')[0] ?? 1)
      const needed = valuesOf(track, '#EXT-X-MAP').length > 0 ? 6 : 3
      return version >= needed ? [] : [`version ${version} where ${needed} is needed`]
    }),
  },
  {
    section: '4.3.2.1',
    says: 'every segment has an EXTINF with a duration',
    find: inEach(({ segments }) =>
      segments.filter(({ seconds }) => !(seconds > 0)).map(({ uri }) => `${uri} has no duration`),
    ),
  },
  {
    section: '4.3.3.1',
    says: 'no EXTINF, rounded to a whole number, is longer than EXT-X-TARGETDURATION',
    find: inEach((track) => {
      const target = targetSeconds(track)
      if (!Number.isInteger(target)) return ['has no whole EXT-X-TARGETDURATION']
      return track.segments
        .filter(({ seconds }) => Math.round(seconds) > target)
        .map(({ uri, seconds }) => `${uri} lasts ${seconds} s, the target is ${target} s`)
    }),
  },
  {
    section: '4.3.2.5',
    says: 'a fragmented MP4 rendition names its header in EXT-X-MAP before its first segment',
    find: inEach((track) => {
      const at = track.lines.findIndex(({ tag }) => tag === '#EXT-X-MAP')
      const first = track.lines.findIndex(({ uri }) => uri !== undefined)
      if (at < 0 || at > first) return ['has no EXT-X-MAP before its first segment']
      const uri = readAttributes(track.lines[at]?.value ?? '').text('URI')
      return uri === undefined ? ['EXT-X-MAP has no quoted URI'] : []
    }),
  },
  {
    section: '4.3.3.4',
    says: 'a finished rendition ends with EXT-X-ENDLIST',
    find: inEach((track) =>
      track.lines.at(-1)?.tag === '#EXT-X-ENDLIST' ? [] : ['does not end with EXT-X-ENDLIST'],
    ),
  },
  {
    section: '4.3.3.5',
    says: 'EXT-X-PLAYLIST-TYPE is VOD, so that a player starts at the beginning and knows the whole length',
    find: inEach((track) => {
      const types = valuesOf(track, '#EXT-X-PLAYLIST-TYPE')
      return types.length === 1 && types[0] === 'VOD' ? [] : [`is ${types.join(' and ') || 'of no type'}`]
    }),
  },
  {
    section: '4.3.3.2',
    says: 'EXT-X-MEDIA-SEQUENCE stands at most once and before the first segment',
    find: inEach((track) => {
      const at = track.lines.flatMap(({ tag }, i) => (tag === '#EXT-X-MEDIA-SEQUENCE' ? [i] : []))
      const first = track.lines.findIndex(({ uri }) => uri !== undefined)
      return at.length > 1 || (at[0] ?? -1) > first ? ['EXT-X-MEDIA-SEQUENCE is out of place'] : []
    }),
  },
  {
    section: '3',
    says: 'a segment is listed once',
    find: inEach(({ segments }) => {
      const uris = segments.map(({ uri }) => uri)
      return uris.filter((uri, i) => uris.indexOf(uri) !== i).map((uri) => `${uri} is listed more than once`)
    }),
  },
  {
    section: 'proof 2 of the product',
    says: 'the rendition lasts as long as what was sent',
    find: (ladder) =>
      ladder.variants.flatMap(({ track }) => {
        const seconds = listedSeconds(track)
        return Math.abs(seconds - ladder.sourceSeconds) <= SOURCE_TOLERANCE_SECONDS
          ? []
          : [`${track.uri}: lasts ${seconds.toFixed(3)} s instead of ${ladder.sourceSeconds.toFixed(3)} s`]
      }),
  },
]

export function textFaults(bytes: Buffer): string[] {
  const text = bytes.toString('utf8')
  if (text.startsWith('\uFEFF')) return ['begins with a byte order mark']
  if (!Buffer.from(text, 'utf8').equals(bytes)) return ['is not UTF-8']
  const strange = Array.from(text).some((letter) => {
    const code = letter.codePointAt(0) ?? 0
    return (code < 32 && letter !== '\n' && letter !== '\r') || (code >= 127 && code < 160)
  })
  return strange ? ['has control characters'] : []
}
