import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeDolbyVision } from '../testing/dolby-vision-box.ts'
import { lessonLimits as limits } from '../testing/lesson-limits.ts'
import { type MediaFolder, mediaFolder } from '../testing/media-folder.ts'
import { localFile } from './accepted-input.ts'
import { judge } from './judge.ts'
import { probe } from './probe.ts'

let media: MediaFolder
let plain: string
beforeAll(async () => {
  media = await mediaFolder()
  const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', '-tag:v', 'hvc1']
  plain = await media.make('plain.mp4', ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:d=1', ...hevc])
})
afterAll(() => media[Symbol.asyncDispose]())

const verdictOn = async (path: string) =>
  judge(await probe(media.tool, localFile(path), { ...limits, signal: AbortSignal.timeout(20_000) }), limits)

test.each([
  ['a phone’s, over hybrid log-gamma', 8, 4],
  ['a phone’s, over the quantizer', 8, 1],
  ['over SDR', 8, 2],
])('Dolby Vision %s, is a picture like any other', async (_what, profile, compatibility) => {
  const path = plain.replace('plain', `dv-${profile}-${compatibility}`)
  await writeDolbyVision(plain, path, { profile, compatibility })
  expect(await verdictOn(path)).toMatchObject({ accepted: true })
})

test.each([
  ['a stream’s', 5, 0],
  ['a later one', 10, 0],
])('Dolby Vision %s, with colours of its own, is refused', async (_what, profile, compatibility) => {
  const path = plain.replace('plain', `dv-${profile}-${compatibility}`)
  await writeDolbyVision(plain, path, { profile, compatibility })
  expect(await verdictOn(path)).toEqual({ accepted: false, reason: 'unsupported-codec' })
})

test('a video without such a record is accepted', async () => {
  expect(await verdictOn(plain)).toMatchObject({ accepted: true })
})
