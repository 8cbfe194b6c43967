import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const rungs = [
  { name: '240', size: '426x240', bitrate: '180k', bandwidth: 260_000 },
  { name: '480', size: '854x480', bitrate: '700k', bandwidth: 900_000 },
]

/** Makes a 20 s clip of moving picture and sound as fMP4 HLS in two rungs, and its poster. */
export async function makeClip(ffmpegPath: string, folder: string): Promise<void> {
  const ffmpeg = (line: string, file: string) =>
    run(ffmpegPath, ['-v', 'error', '-y', ...line.trim().split(/\s+/), file])
  await mkdir(folder, { recursive: true })
  for (const { name, size, bitrate } of rungs) {
    await mkdir(join(folder, name), { recursive: true })
    await ffmpeg(
      `-threads 2 -f lavfi -i testsrc2=size=${size}:rate=30:duration=20 -f lavfi -i sine=frequency=440:duration=20
      -c:v libx264 -preset ultrafast -pix_fmt yuv420p -b:v ${bitrate} -maxrate ${bitrate} -bufsize ${bitrate}
      -g 60 -keyint_min 60 -sc_threshold 0 -c:a aac -b:a 48k
      -f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type fmp4
      -hls_segment_filename ${join(folder, name, '%03d.m4s')}`,
      join(folder, name, 'list.m3u8'),
    )
  }
  await ffmpeg('-f lavfi -i testsrc2=size=854x480:rate=1:duration=1 -frames:v 1', join(folder, 'poster.jpg'))
  const lines = rungs.flatMap(({ name, size, bandwidth }) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},RESOLUTION=${size},CODECS="avc1.42c01e,mp4a.40.2"`,
    `${name}/list.m3u8`,
  ])
  await writeFile(join(folder, 'main.m3u8'), ['#EXTM3U', '#EXT-X-VERSION:7', ...lines, ''].join('\n'))
}
