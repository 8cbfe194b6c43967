import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MediaFolder, mediaFolder } from '../testing/media-folder.ts'
import { localFile } from './accepted-input.ts'
import { type MakeStillsOptions, makeStills } from './make-stills.ts'
import type { PicturePlan } from './plan.ts'
import { posterCommand, quickPosterCommand } from './poster-args.ts'
import { runFfmpeg } from './run.ts'

let media: MediaFolder
beforeAll(async () => {
  media = await mediaFolder()
})
afterAll(() => media[Symbol.asyncDispose]())

const patience = () => ({ timeLimitMs: 60_000, signal: new AbortController().signal })
const plan: PicturePlan = {
  videoIndex: 0,
  rate: { numerator: 30, denominator: 1 },
  deinterlace: false,
  colour: { from: 'sdr', matrix: 'bt709', fullRange: false },
  durationMs: 12_000,
  orientation: { mirrored: false, quarterTurns: 0 },
  longestGapMs: 100,
}

const posterOptions = { maxPixels: 1_000_000, maxStreams: 8, threads: 1, zscale: true }

/** A rendition as the ladder makes it: keyframes every 2 s. */
const rendition = (name: string, source: string) =>
  media.make(name, [
    ...['-f', 'lavfi', '-i', source, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    ...['-g', '20', '-keyint_min', '20', '-sc_threshold', '0', '-movflags', '+frag_keyframe+empty_moov'],
  ])

async function made(inputFile: string, options: Pick<MakeStillsOptions, 'width' | 'height' | 'durationMs'>) {
  const dir = await media.outputDir()
  const asked: number[] = []
  const stills = await makeStills(media.tool, {
    ...options,
    ...patience(),
    inputFile,
    outputDir: dir,
    threads: 1,
    posterAt: (atMs, posterPath) => {
      asked.push(atMs)
      return posterCommand(plan, options, atMs, {
        ...posterOptions,
        address: localFile(inputFile),
        posterPath,
      })
    },
  })
  return { ...stills, dir, asked }
}

/** The mean brightness of a rectangle, 0 to 255. */
async function brightness(path: string, xywh: string): Promise<number> {
  const [x, y, w, h] = xywh.split(',')
  const filter = `crop=${w}:${h}:${x}:${y}:exact=1,scale=1:1:flags=area:out_range=pc,format=gray`
  return (await media.output(['-i', `file:${path}`, '-vf', filter, '-f', 'rawvideo']))[0] ?? -1
}

test('each cue shows the picture of its moment', async () => {
  // Every two seconds a little brighter.
  const stairs = `color=black:s=320x180:r=10:d=11.5,geq=lum='40+30*floor(T/2)':cb=128:cr=128`
  const { dir, storyboard, sheets } = await made(await rendition('stairs.mp4', stairs), {
    width: 320,
    height: 180,
    durationMs: 11_500,
  })
  expect(sheets).toEqual(['storyboard-001.jpg'])
  const vtt = await readFile(join(dir, storyboard), 'utf8')
  const cues = [...vtt.matchAll(/^(\S+)#xywh=(\S+)$/gm)]
  expect(cues).toHaveLength(6)
  for (const [i, [, sheet = '', xywh = '']] of cues.entries()) {
    const expected = ((40 + 30 * i - 16) / 219) * 255
    expect(Math.abs((await brightness(join(dir, sheet), xywh)) - expected)).toBeLessThan(6)
  }
})

test('a portrait of more than one sheet, and nothing else stays behind', async () => {
  const { dir, sheets } = await made(await rendition('portrait.mp4', 'testsrc2=s=90x160:r=10:d=53'), {
    width: 90,
    height: 160,
    durationMs: 53_000,
  })
  expect(sheets).toEqual(['storyboard-001.jpg', 'storyboard-002.jpg'])
  expect((await readdir(dir)).sort()).toEqual(['poster-2.jpg', ...sheets, 'storyboard.vtt'])
  const size = await media.asked([
    '-show_entries',
    'stream=width,height',
    '-of',
    'csv=p=0',
    join(dir, sheets[1] ?? ''),
  ])
  expect(size).toEqual(['450,800'])
})

test('the poster is of the sharpest moment, not of a blurred or black one', async () => {
  const once = `testsrc2=s=320x180:r=10:d=12,gblur=sigma=9:enable='lt(t,6)+gte(t,8)',drawbox=t=fill:color=black:enable='lt(t,2)'`
  const { asked, poster } = await made(await rendition('once.mp4', once), {
    width: 320,
    height: 180,
    durationMs: 12_000,
  })
  expect(asked).toEqual([6_000])
  expect(poster).toBe('poster-2.jpg')
})

test('a black clip keeps the poster it has', async () => {
  const { asked, poster, sheets } = await made(
    await rendition('black.mp4', 'color=black:s=320x180:r=10:d=5'),
    {
      width: 320,
      height: 180,
      durationMs: 5_000,
    },
  )
  expect(asked).toEqual([])
  expect(poster).toBeUndefined()
  expect(sheets).toHaveLength(1)
})

test('a rendition that cannot be decoded is a fault', async () => {
  const sound = await media.make('sound.mp4', ['-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac'])
  const work = made(sound, { width: 320, height: 180, durationMs: 1_000 })
  await expect(work).rejects.toMatchObject({ code: 'ffmpeg-exited' })
})

test('the quick poster is the keyframe before, the other the very moment', async () => {
  const stairs = await rendition(
    'tenths.mp4',
    `color=black:s=320x180:r=10:d=6,geq=lum='40+3*floor(T*10)':cb=128:cr=128`,
  )
  const shown = async (command: typeof posterCommand) => {
    const posterPath = join(await media.outputDir(), 'poster.jpg')
    const options = { ...posterOptions, address: localFile(stairs), posterPath }
    await runFfmpeg(media.tool, command(plan, { width: 320, height: 180 }, 3_500, options), patience())
    return ((await brightness(posterPath, '0,0,320,180')) / 255) * 219 + 16
  }
  expect(Math.abs((await shown(quickPosterCommand)) - (40 + 3 * 20))).toBeLessThan(5)
  expect(Math.abs((await shown(posterCommand)) - (40 + 3 * 35))).toBeLessThan(5)
})
