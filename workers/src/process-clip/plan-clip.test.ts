import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ObjectStore } from '@cuepoint/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge } from '../ffmpeg/judge.ts'
import { probe } from '../ffmpeg/probe.ts'
import { openOriginals } from '../original/originals.ts'
import { lessonLimits as limits } from '../testing/lesson-limits.ts'
import { type MediaFolder, mediaFolder } from '../testing/media-folder.ts'
import { areIdrPictures, isIdrPicture } from './idr-pictures.ts'
import { planClip } from './plan-clip.ts'

let media: MediaFolder
beforeAll(async () => {
  media = await mediaFolder()
})
afterAll(() => media[Symbol.asyncDispose]())

/** Long enough to be read by its table, and so large that a table is little of it. */
const lesson = (name: string, x264: string) =>
  media.make(name, [
    ...['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=10:d=60,noise=alls=60:allf=t', '-pix_fmt', 'yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'main', '-b:v', '3M'],
    ...['-x264-params', `keyint=20:min-keyint=20:scenecut=0:bframes=2:${x264}`],
  ])

/** What is planned for a file, and how much of it was fetched for that. */
async function planned(path: string) {
  const { size } = await stat(path)
  let fetchedBytes = 0
  const openRead = (async (_key, { range } = {}) => {
    const body = createReadStream(path, { start: range?.start ?? 0, end: range?.end ?? size - 1 })
    body.on('data', (piece) => {
      fetchedBytes += piece.length
    })
    return { body } as unknown as Awaited<ReturnType<ObjectStore['openRead']>>
  }) satisfies ObjectStore['openRead']
  const originals = await openOriginals({ openRead }, await media.outputDir())
  const original = await originals.open('lesson', size)
  const signal = AbortSignal.timeout(60_000)
  try {
    const verdict = judge(
      await probe(media.tool, original.address(), { ...limits, outline: original.outline(), signal }),
      limits,
    )
    if (!verdict.accepted) throw new Error(verdict.reason)
    const deps = { tool: { ...media.tool, zscale: false }, limits, copyMaxKbit: 20_000 }
    const plan = await planClip(deps, verdict.media, original, { dir: await media.outputDir(), signal })
    return { plan, frames: verdict.media.video.frames, fetchedShare: fetchedBytes / size }
  } finally {
    original.close()
    await originals.close()
  }
}

test('a table of contents and the heads of keyframes are enough to know that pictures may be copied', async () => {
  const { plan, frames, fetchedShare } = await planned(await lesson('closed.mp4', 'open-gop=0'))
  expect(plan.first.copied).toBe(true)
  expect(frames).toBe(600)
  expect(fetchedShare).toBeLessThan(0.5)
})

test('pictures whose keyframes others look past are not copied', async () => {
  const { plan } = await planned(await lesson('open.mp4', 'open-gop=1'))
  expect(plan.first.copied).toBe(false)
  expect(plan.notCopied).toBe('open-groups')
})

test('where the container tells no places, the pictures are looked at all the same', async () => {
  expect((await planned(await lesson('closed.mkv', 'open-gop=0'))).plan.first.copied).toBe(true)
  expect((await planned(await lesson('open.mkv', 'open-gop=1'))).plan.notCopied).toBe('open-groups')
})

/** Units behind their lengths, each of two bytes. */
const units = (...kinds: number[]) => Uint8Array.from(kinds.flatMap((kind) => [0, 0, 0, 2, 0x60 | kind, 0]))

test.each([
  ['an IDR picture', units(5), true],
  ['one behind parameters and remarks', units(9, 7, 8, 6, 5), true],
  ['another picture', units(1), false],
  ['one with a remark that says recovery', units(9, 6, 1), false],
  ['parameters alone', units(7, 8), false],
  ['nothing', new Uint8Array(), false],
  ['a length beyond all there is', Uint8Array.from([255, 255, 255, 255, 0x66, 0]), false],
])('%s', (_what, head, idr) => {
  expect(isIdrPicture(head)).toBe(idr)
})

test('of very many keyframes some hundred are looked at, at even distances', async () => {
  const looked: number[] = []
  const original = {
    peek: async (start: number) => {
      looked.push(start)
      return units(start === 4_500 ? 1 : 5)
    },
  }
  const positions = Array.from({ length: 3_600 }, (_, i) => i)
  const { signal } = new AbortController()
  expect(await areIdrPictures(original, positions, signal)).toBe(true)
  expect(looked).toHaveLength(200)
  expect(looked.slice(0, 3)).toEqual([0, 18, 36])
  expect(await areIdrPictures(original, [0, 4_500, 9_000], signal)).toBe(false)
  expect(await areIdrPictures(original, [], signal)).toBe(true)
})
