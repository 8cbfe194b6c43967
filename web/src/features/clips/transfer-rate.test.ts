import { expect, test } from 'vitest'
import { paceOf, type Sample, withSample } from './transfer-rate.ts'

const run = (...points: [atMs: number, sentBytes: number][]) =>
  points.reduce<Sample[]>((samples, [atMs, sentBytes]) => withSample(samples, { atMs, sentBytes }), [])

test('the minutes left follow the last seconds, not the whole journey', () => {
  const samples = run(
    [0, 0],
    [5_000, 5_000_000],
    [10_000, 5_100_000],
    [15_000, 5_200_000],
    [20_000, 5_300_000],
  )
  const pace = paceOf(samples, 6_300_000)
  expect(pace?.bytesPerSecond).toBeCloseTo(20_000)
  expect(pace?.remainingMs).toBeCloseTo(50_000)
})

test('no promise before enough is known, and none while nothing moves', () => {
  expect(paceOf(run([0, 0], [900, 400_000]), 1_000_000)).toBeUndefined()
  expect(paceOf(run([0, 500], [6_000, 500]), 1_000_000)).toBeUndefined()
})
