import type { Answer } from './ladder.ts'
import { box, fragment, header, soundEntry, videoEntry } from './write-boxes.ts'

/** The files of a small ladder without a fault, by their addresses: three sizes, two sounds, 9 s. Tests break it. */
export type Files = Map<string, Answer>

export const FRAME = 512
export const VIDEO_SCALE = 12_800
const SOUND_FRAME = 1_024
const SOUND_SCALE = 48_000
const PER_SECOND = VIDEO_SCALE / FRAME

export type PictureOptions = {
  /** Added to every decode time. */
  readonly shift?: number
  readonly segmentSeconds?: readonly number[]
  /** H.264 unit types of the first pictures of a segment; an IDR picture else. */
  readonly firstUnit?: number
  readonly compositionOffsets?: readonly number[]
  readonly syncFirst?: boolean
}

const text = (lines: readonly string[]): Answer => ({
  status: 200,
  contentType: 'application/vnd.apple.mpegurl',
  bytes: Buffer.from(`${lines.join('\n')}\n`),
})
export const media = (bytes: Buffer, contentType = 'video/mp4'): Answer => ({
  status: 200,
  contentType,
  bytes,
})

/** A playlist over segments called `name-0.m4s` and so on. */
export function mediaPlaylist(name: string, seconds: readonly number[]): Answer {
  return text([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-TARGETDURATION:4',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-MAP:URI="${name}-init.mp4"`,
    ...seconds.flatMap((each, i) => [`#EXTINF:${each.toFixed(6)},`, `${name}-${i}.m4s`]),
    '#EXT-X-ENDLIST',
  ])
}

export function addPictures(
  files: Files,
  name: string,
  [width, height]: readonly [number, number],
  options: PictureOptions = {},
): void {
  const {
    shift = 0,
    segmentSeconds = [4, 4, 1],
    firstUnit = 5,
    compositionOffsets = [],
    syncFirst = true,
  } = options
  files.set(`${name}-init.mp4`, media(header('vide', VIDEO_SCALE, videoEntry(width, height))))
  let at = shift
  for (const [i, seconds] of segmentSeconds.entries()) {
    const frames = Math.round(seconds * PER_SECOND)
    const samples = Array.from({ length: frames }, (_, n) => ({
      duration: FRAME,
      sync: n === 0 && syncFirst,
      compositionOffset: compositionOffsets[n] ?? 0,
      // The first segment is the costliest, so that the peak is easy to name.
      bytes: unit(n === 0 ? firstUnit : 1, i === 0 ? height * 4 : height),
    }))
    files.set(`${name}-${i}.m4s`, media(fragment({ sequence: i + 1, decodeTime: at, samples })))
    at += frames * FRAME
  }
  files.set(`${name}.m3u8`, mediaPlaylist(name, segmentSeconds))
}

function addSound(files: Files, name: string): void {
  files.set(`${name}-init.mp4`, media(header('soun', SOUND_SCALE, soundEntry(2)), 'audio/mp4'))
  const seconds: number[] = []
  let frame = 0
  for (const [i, end] of [4, 8, 9].entries()) {
    const last = Math.ceil((end * SOUND_SCALE) / SOUND_FRAME)
    const samples = Array.from({ length: last - frame }, () => ({
      duration: SOUND_FRAME,
      sync: true,
      compositionOffset: 0,
      bytes: Buffer.alloc(i === 0 ? 200 : 160),
    }))
    const decodeTime = frame * SOUND_FRAME
    files.set(`${name}-${i}.m4s`, media(fragment({ sequence: i + 1, decodeTime, samples }), 'audio/mp4'))
    seconds.push(((last - frame) * SOUND_FRAME) / SOUND_SCALE)
    frame = last
  }
  files.set(`${name}.m3u8`, mediaPlaylist(name, seconds))
}

export function soundLadder(): Files {
  const files: Files = new Map()
  addPictures(files, '240p', [426, 240])
  addPictures(files, '480p', [854, 480])
  addPictures(files, '720p', [1280, 720])
  addSound(files, 'levelled')
  addSound(files, 'original')
  const peak = (name: string) => bits(files, `${name}-0.m4s`) / listed(files, name, 0)
  const average = (name: string) =>
    [0, 1, 2].reduce((sum, i) => sum + bits(files, `${name}-${i}.m4s`), 0) /
    [0, 1, 2].reduce((sum, i) => sum + listed(files, name, i), 0)
  const variant = (name: string, size: string) =>
    `#EXT-X-STREAM-INF:BANDWIDTH=${Math.ceil(peak(name) + peak('levelled'))},AVERAGE-BANDWIDTH=${Math.ceil(average(name) + average('levelled'))},RESOLUTION=${size},CODECS="avc1.64001f,mp4a.40.2",FRAME-RATE=25.000,AUDIO="sound"`
  files.set(
    'main.m3u8',
    text([
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="levelled",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="levelled.m3u8"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="original",DEFAULT=NO,AUTOSELECT=NO,CHANNELS="2",URI="original.m3u8"',
      variant('240p', '426x240'),
      '240p.m3u8',
      variant('480p', '854x480'),
      '480p.m3u8',
      variant('720p', '1280x720'),
      '720p.m3u8',
    ]),
  )
  return files
}

const bits = (files: Files, name: string): number => (files.get(name)?.bytes.length ?? 0) * 8
const listed = (files: Files, name: string, i: number): number =>
  Number([...(files.get(`${name}.m3u8`)?.bytes.toString() ?? '').matchAll(/#EXTINF:([\d.]+)/g)][i]?.[1])

/** An H.264 unit behind its length of four bytes. */
function unit(type: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  bytes.writeUInt32BE(sizeBytes - 4)
  bytes[4] = type
  return bytes
}

/** A segment whose boxes are not those of a fragment. */
export const noFragment = (): Answer => media(box('styp', Buffer.from('msdh')))
