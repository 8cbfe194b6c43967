import { describe, expect, test } from 'vitest'
import { msToPx, placeMarks, pxToMs } from './marks-layout.ts'

const bar = { widthPx: 400, durationMs: 60_000, insetPx: 10, spacingPx: 40 }
const at = (...moments: number[]) => moments.map((atMs) => ({ atMs, endMs: null }))
const pins = (...moments: number[]) => placeMarks(at(...moments), bar).map(({ pinPx }) => Math.round(pinPx))

describe('placeMarks', () => {
  test('leaves pins that have room over their moments', () => {
    expect(pins(10_000, 30_000, 50_000)).toEqual([73, 200, 327])
  })

  test('spreads pins that would cover each other around their middle, in time order', () => {
    expect(pins(30_000, 30_500, 31_000)).toEqual([163, 203, 243])
    expect(pins(31_000, 30_000)).toEqual([223, 183])
  })

  test('keeps every pin inside the bar', () => {
    expect(pins(0, 0, 60_000, 60_000)).toEqual([20, 60, 340, 380])
  })

  test('shares the room when there are more pins than fit', () => {
    const many = placeMarks(at(...Array.from({ length: 30 }, (_, n) => n * 100)), bar).map(
      ({ pinPx }) => pinPx,
    )
    expect(Math.min(...many)).toBeGreaterThanOrEqual(19.9)
    expect(Math.max(...many)).toBeLessThanOrEqual(380.1)
    expect(many).toEqual([...many].sort((a, b) => a - b))
  })

  test('a range ends where its end is on the bar', () => {
    const [range] = placeMarks([{ atMs: 15_000, endMs: 45_000 }], bar)
    expect([range?.momentPx, range?.endPx]).toEqual([105, 295])
  })
})

test('px and ms are two ways to say one place, kept within the clip', () => {
  expect(pxToMs(msToPx(12_345, bar), bar)).toBe(12_345)
  expect(pxToMs(-5, bar)).toBe(0)
  expect(pxToMs(500, bar)).toBe(60_000)
  expect(pxToMs(10, { ...bar, widthPx: 0 })).toBe(0)
})
