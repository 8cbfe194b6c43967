import { expect, test } from 'vitest'
import { stretchesOf } from './stretches.ts'

const settings = { aboveMs: 300_000, partMs: 120_000 }

test('up to a length a lesson is one piece', () => {
  expect(stretchesOf(300_000, settings)).toEqual([{ fromMs: 0, toMs: 300_000 }])
})

test.each([301_000, 600_000, 1_234_567, 3_600_000])(
  '%s ms are covered without gap or overlap, on the grid',
  (durationMs) => {
    const stretches = stretchesOf(durationMs, settings)
    expect(stretches.length).toBeGreaterThan(1)
    expect(stretches[0]?.fromMs).toBe(0)
    expect(stretches.at(-1)?.toMs).toBe(durationMs)
    for (const [i, { fromMs, toMs }] of stretches.entries()) {
      expect(fromMs % 4_000).toBe(0)
      expect(toMs - fromMs).toBeGreaterThanOrEqual(4_000)
      expect(fromMs).toBe(stretches[i - 1]?.toMs ?? 0)
    }
  },
)
