import { expect, test } from 'vitest'
import { createLoudnessMeter, decideLevels, type Loudness } from './sound-levels.ts'

/** Moments of 100 ms, so many at each loudness. */
function loudnessOf(...moments: [lufs: number, count: number][]): Loudness {
  const meter = createLoudnessMeter()
  for (const [lufs, count] of moments) {
    for (let i = 0; i < count; i += 1) {
      meter.line(`frame:${i}    pts:4800    pts_time:0.1`)
      meter.line(`lavfi.r128.M=${lufs}`)
    }
  }
  return meter.loudness()
}
const levelsOf = (...moments: [number, number][]) => decideLevels(loudnessOf(...moments))

test('a steady sound is as loud as its moments', () => {
  expect(loudnessOf([-23, 100]).integratedLufs).toBeCloseTo(-23, 0)
})

test('pauses do not count', () => {
  expect(loudnessOf([-23, 100], [-60, 400], [-120.7, 400]).integratedLufs).toBeCloseTo(-23, 0)
})

test('energies are averaged, not decibels', () => {
  // Half at -20, half at -26: 10*log10((10^-2 + 10^-2.6) / 2).
  expect(loudnessOf([-20, 50], [-26, 50]).integratedLufs).toBeCloseTo(-22.03, 0)
})

test('nothing to hear, no loudness', () => {
  expect(loudnessOf([-120.7, 50]).integratedLufs).toBeUndefined()
  expect(loudnessOf().integratedLufs).toBeUndefined()
  const meter = createLoudnessMeter()
  for (const line of ['', 'lavfi.r128.M=nan', 'lavfi.r128.M=-inf', 'lavfi.r128.S=-20']) meter.line(line)
  expect(meter.loudness().integratedLufs).toBeUndefined()
})

const silence = levelsOf([-120.7, 600])
test('silence stays silent', () => {
  expect(silence).toEqual({ kneeDb: undefined, gainDb: 0 })
  expect(levelsOf([-62, 600], [-66, 200])).toEqual({ kneeDb: undefined, gainDb: 0 })
})

test('hiss is not made loud, however quiet it is', () => {
  expect(levelsOf([-50, 300], [-51, 300]).gainDb).toBeLessThanOrEqual(6)
})

test('quiet talk comes to what a phone plays well', () => {
  const loudness = loudnessOf([-34, 300], [-40, 200], [-55, 100])
  const { gainDb } = decideLevels(loudness)
  expect((loudness.heldBackLufs ?? 0) + gainDb).toBeCloseTo(-18, 0)
})

test('never more than 24 dB, and then nothing is held back', () => {
  expect(levelsOf([-52, 300], [-58, 200])).toEqual({ kneeDb: undefined, gainDb: 24 })
})

test('what is too loud becomes quieter', () => {
  expect(levelsOf([-5, 300], [-12, 100]).gainDb).toBeLessThan(0)
  expect(levelsOf([5, 300]).gainDb).toBeGreaterThanOrEqual(-12)
})

test('the near voice is held back, the far ones are not', () => {
  const { kneeDb, gainDb } = levelsOf([-24, 300], [-40, 300])
  expect(kneeDb).toBeGreaterThan(-40)
  expect(kneeDb).toBeLessThan(-24)
  // Without holding back the near voice alone would decide.
  expect(gainDb).toBeGreaterThan(-18 - -27)
})
