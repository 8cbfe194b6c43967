import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../../local/repository-root.ts'
import { encodersIn, holdRungs } from './hold-rungs.ts'
import { type ReferenceRung, rungsOf, shortSide } from './rungs.ts'

type Encoders = {
  encoderOf: (rung: { name: string; width: number; height: number }, stream: number) => string[]
}

const portrait = { width: 1080, height: 1920 }
const commandOf = (rungs: readonly ReferenceRung[]): string[] =>
  rungs.flatMap(({ preset, crf, maxKbit }, i) => [
    ...[`-preset:v:${i}`, preset, `-crf:v:${i}`, String(crf), `-maxrate:v:${i}`, `${maxKbit}k`],
  ])

test('the references encode every rendition with the settings that the worker has', async () => {
  // By its file: the worker is a program of its own and hands none of this out.
  const file = join(repositoryRoot, 'workers/src/ffmpeg/rung-quality.ts')
  const { encoderOf } = (await import(pathToFileURL(file).href)) as Encoders
  const rungs = rungsOf({ width: 1920, height: 1080 })
  expect(rungs.map(shortSide)).toEqual([1080, 720, 480, 240, 144])
  for (const rung of rungs) {
    const { width, height, preset, crf, maxKbit } = rung
    expect(encoderOf({ name: 'any', width, height }, 0)).toEqual([
      ...['-preset:v:0', preset, '-crf:v:0', String(crf)],
      ...['-maxrate:v:0', `${maxKbit}k`, '-bufsize:v:0', `${maxKbit * 2}k`],
    ])
  }
})

test('nothing is made larger, and a portrait clip stays one', () => {
  expect(rungsOf({ width: 1280, height: 720 }).map(shortSide)).toEqual([720, 480, 240, 144])
  expect(rungsOf(portrait)[1]).toMatchObject({ width: 720, height: 1280 })
})

test('what the worker was seen to encode is read from its command lines', () => {
  const words = ['ffmpeg', '-i', 'x', ...commandOf(rungsOf(portrait).slice(0, 2))]
  expect(encodersIn(words)).toEqual(['veryfast 23 5500k', 'veryfast 18.5 2800k'])
})

test('a comparison is refused when the worker encodes otherwise, more or less than the references', () => {
  const rungs = rungsOf(portrait)
  const [first, ...rest] = rungs
  expect(() => holdRungs(portrait, [commandOf(rest), commandOf(first ? [first] : [])])).not.toThrow()
  // The top may be the clip's own.
  expect(() => holdRungs(portrait, [commandOf(rest)])).not.toThrow()
  expect(() => holdRungs(portrait, [commandOf(rungs.slice(0, -1))])).toThrow('not faster 27 160k')
  const easier = rest.map((rung) => ({ ...rung, crf: rung.crf + 1 }))
  expect(() => holdRungs(portrait, [commandOf(easier)])).toThrow('encodes otherwise')
})
