import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MediaFolder, mediaFolder } from '../testing/media-folder.ts'
import { localFile } from './accepted-input.ts'
import { stretchCommand } from './hls-args.ts'
import { runFfmpeg } from './run.ts'

let media: MediaFolder
beforeAll(async () => {
  media = await mediaFolder()
})
afterAll(() => media[Symbol.asyncDispose]())

/** How bright each picture of a segment is, 0 to 255. */
async function brightnesses(dir: string, segment: string): Promise<number[]> {
  const path = join(dir, 'one.mp4')
  const parts = await Promise.all(['90p-init.mp4', segment].map((name) => readFile(join(dir, name))))
  await writeFile(path, Buffer.concat(parts))
  const oneDot = 'scale=1:1:flags=area:out_range=pc,format=gray'
  return [...(await media.output(['-i', `file:${path}`, '-vf', oneDot, '-f', 'rawvideo']))]
}

test('a stretch that begins where the camera stood still shows what stood there', async () => {
  // Every two seconds a little brighter, and nothing between 3 s and 6 s.
  const stairs = `color=black:s=160x90:r=10:d=12,geq=lum='40+30*floor(T/2)':cb=128:cr=128`
  const lesson = await media.make('hole.mkv', [
    ...['-f', 'lavfi', '-i', `${stairs},select='lt(t,3)+gte(t,6)'`, '-fps_mode', 'vfr'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '10'],
  ])
  const dir = await media.outputDir()
  const picture = {
    videoIndex: 0,
    rate: { numerator: 10, denominator: 1 },
    deinterlace: false,
    colour: { from: 'sdr', matrix: 'bt709', fullRange: false },
    durationMs: 12_000,
    orientation: { mirrored: false, quarterTurns: 0 },
    longestGapMs: 3_100,
  } as const
  const command = stretchCommand(picture, [{ name: '90p', width: 160, height: 90 }], {
    ...{ address: localFile(lesson), outputDir: dir, threads: 1, zscale: true },
    ...{ maxPixels: 1_000_000, maxStreams: 8, fromMs: 4_000, toMs: 8_000 },
  })
  await runFfmpeg(media.tool, command, { signal: new AbortController().signal, timeLimitMs: 60_000 })
  const seen = await brightnesses(dir, '90p-00001.m4s')
  const full = (luma: number) => ((luma - 16) / 219) * 255
  expect(seen).toHaveLength(40)
  for (const [n, value] of seen.entries())
    expect(Math.abs(value - full(n < 20 ? 70 : 130)), `picture ${n}`).toBeLessThan(6)
})
