import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MediaFolder, mediaFolder } from '../testing/media-folder.ts'
import { localFile } from './accepted-input.ts'
import { countRefreshPoints } from './refresh-points.ts'

let media: MediaFolder
beforeAll(async () => {
  media = await mediaFolder()
})
afterAll(() => media[Symbol.asyncDispose]())

async function pointsAndKeyframes(path: string): Promise<[points: number, keyframes: number]> {
  const points = await countRefreshPoints(media.tool, 0, {
    maxPixels: 1_000_000,
    maxStreams: 8,
    address: localFile(path),
    listFile: join(await media.outputDir(), 'points.txt'),
    signal: new AbortController().signal,
    timeLimitMs: 60_000,
  })
  const flags = await media.asked(['-show_entries', 'packet=flags', '-of', 'csv=p=0', path])
  return [points, flags.filter((flag) => flag.startsWith('K')).length]
}

const lesson = (name: string, x264: string) =>
  media.make(name, [
    ...['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=10:d=6', '-pix_fmt', 'yuv420p', '-c:v', 'libx264'],
    ...['-x264-params', `keyint=10:min-keyint=10:scenecut=0:${x264}`],
  ])

test.each(['mp4', 'mkv'])('every keyframe of an ordinary %s is a point to begin at', async (ending) => {
  expect(await pointsAndKeyframes(await lesson(`closed.${ending}`, 'open-gop=0'))).toEqual([6, 6])
})

test('keyframes that later pictures look past are none', async () => {
  const [points, keyframes] = await pointsAndKeyframes(await lesson('open.mp4', 'open-gop=1:bframes=2'))
  expect(keyframes).toBeGreaterThan(3)
  expect(points).toBe(1)
})
