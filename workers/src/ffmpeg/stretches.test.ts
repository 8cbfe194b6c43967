import { expect, test } from 'vitest'
import { stretchesOf } from './stretches.ts'

const settings = { aboveMs: 300_000, partMs: 120_000 }

test('up to a length a lesson is one piece', () => {
  expect(stretchesOf({ durationMs: 300_000 }, settings)).toEqual([{ fromMs: 0, toMs: 300_000 }])
})

test.each([301_000, 600_000, 1_234_567, 3_600_000])(
  '%s ms are covered without gap or overlap, on the grid',
  (durationMs) => {
    const stretches = stretchesOf({ durationMs }, settings)
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

test('where the top is copied, stretches begin where its segments do', () => {
  const cutsMs = Array.from({ length: 90 }, (_, n) => 4_700.4 + n * 4_004.2)
  const stretches = stretchesOf({ durationMs: 364_000, cutsMs }, settings)
  expect(stretches).toHaveLength(3)
  for (const { fromMs } of stretches.slice(1)) expect(cutsMs.map(Math.round)).toContain(fromMs)
})
