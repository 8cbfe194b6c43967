import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const rungs = [
  { name: '240', size: '426x240', bitrate: '180k', bandwidth: 260_000 },
  { name: '480', size: '854x480', bitrate: '700k', bandwidth: 900_000 },
]
type Rung = (typeof rungs)[number]
const hls = `-f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type fmp4`

/** Which tone each sound is, in Hz, so that a test hears which one is playing. */
export const tones = { levelled: 440, original: 1320 } as const
type Sound = keyof typeof tones
const sounds = Object.keys(tones) as Sound[]

/**
 * Makes a 20 s clip of moving picture in two rungs and two sounds as fMP4 HLS, with what comes along with it:
 *
 * - `main.m3u8`: all of it; `first/main.m3u8`: what there is at first, the smaller rung and one sound
 * - `listen.m3u8`: the sound alone
 * - `storyboard.vtt`: a red picture for the first half, a blue one for the second
 * - `peaks.dat`: silence at first, then sound
 */
export async function makeClip(ffmpegPath: string, folder: string): Promise<void> {
  const ffmpeg = (line: string, file: string) =>
    run(ffmpegPath, ['-v', 'error', '-y', ...line.trim().split(/\s+/), file])
  const list = (name: string) => join(folder, name, 'list.m3u8')
  const segments = (name: string) => `${hls} -hls_segment_filename ${join(folder, name, '%03d.m4s')}`
  for (const name of ['first', ...rungs.map((rung) => rung.name), ...sounds]) {
    await mkdir(join(folder, name), { recursive: true })
  }
  for (const { name, size, bitrate } of rungs) {
    await ffmpeg(
      `-threads 2 -f lavfi -i testsrc2=size=${size}:rate=30:duration=20 -c:v libx264 -preset ultrafast
      -pix_fmt yuv420p -b:v ${bitrate} -maxrate ${bitrate} -bufsize ${bitrate}
      -g 60 -keyint_min 60 -sc_threshold 0 ${segments(name)}`,
      list(name),
    )
  }
  for (const name of sounds) {
    await ffmpeg(
      `-f lavfi -i sine=frequency=${tones[name]}:duration=20 -c:a aac -b:a 48k ${segments(name)}`,
      list(name),
    )
  }
  await ffmpeg('-f lavfi -i testsrc2=size=854x480:rate=1:duration=1 -frames:v 1', join(folder, 'poster.jpg'))
  await ffmpeg(
    `-f lavfi -i color=red:s=160x90:d=1 -f lavfi -i color=blue:s=160x90:d=1
    -filter_complex hstack -frames:v 1`,
    join(folder, 'sheet.jpg'),
  )
  await writeFile(join(folder, 'main.m3u8'), master(rungs, sounds, ''))
  await writeFile(join(folder, 'first/main.m3u8'), master(rungs.slice(0, 1), ['original'], '../'))
  await writeFile(
    join(folder, 'listen.m3u8'),
    lines('#EXT-X-STREAM-INF:BANDWIDTH=60000,CODECS="mp4a.40.2"', 'levelled/list.m3u8'),
  )
  await writeFile(join(folder, 'storyboard.vtt'), storyboard)
  await writeFile(join(folder, 'peaks.dat'), peaks())
}

const lines = (...rest: string[]) => ['#EXTM3U', '#EXT-X-VERSION:7', ...rest, ''].join('\n')

function master(variants: readonly Rung[], group: readonly Sound[], root: string): string {
  return lines(
    ...group.map(
      (name, n) =>
        `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="${name}",DEFAULT=${n === 0 ? 'YES' : 'NO'},` +
        `AUTOSELECT=YES,URI="${root}${name}/list.m3u8"`,
    ),
    ...variants.flatMap(({ name, size, bandwidth }) => [
      `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},RESOLUTION=${size},CODECS="avc1.42c01e,mp4a.40.2",AUDIO="sound"`,
      `${root}${name}/list.m3u8`,
    ]),
  )
}

const storyboard = `WEBVTT

00:00.000 --> 00:10.000
sheet.jpg#xywh=0,0,160,90

00:10.000 --> 00:20.000
sheet.jpg#xywh=160,0,160,90
`

function peaks(): Buffer {
  const length = 400
  const file = Buffer.alloc(24 + length * 2)
  for (const [n, value] of [2, 1, 8000, 400, length, 1].entries()) file.writeInt32LE(value, n * 4)
  for (let n = length / 4; n < length; n += 1) {
    const height = Math.round(60 + 60 * Math.abs(Math.sin(n / 9) * Math.sin(n / 41)))
    file.writeInt8(-height, 24 + n * 2)
    file.writeInt8(height, 25 + n * 2)
  }
  return file
}
