import { describe, expect, test } from 'vitest'
import { crossingOf, frameStepMs } from './stops.ts'

const marks = [
  { id: 'point', atMs: 1000, endMs: null },
  { id: 'range', atMs: 3000, endMs: 5000 },
]

describe('crossingOf', () => {
  test('a point pauses on its moment, once', () => {
    expect(crossingOf(980, 1013, null, marks)).toEqual({ name: 'reached', markId: 'point', pauseAtMs: 1000 })
    expect(crossingOf(1000, 1033, null, marks)).toEqual({ name: 'none' })
  })

  test('a range is announced at its start and pauses at its end', () => {
    expect(crossingOf(2990, 3020, null, marks)).toEqual({ name: 'reached', markId: 'range', pauseAtMs: null })
    expect(crossingOf(4990, 5020, null, marks)).toEqual({
      name: 'finished',
      markId: 'range',
      pauseAtMs: 5000,
    })
  })

  test('the earliest of several wins, so that none is passed over', () => {
    expect(crossingOf(900, 2800, null, [{ id: 'later', atMs: 2000, endMs: null }, ...marks])).toMatchObject({
      markId: 'point',
    })
  })

  test('a jump is not playing', () => {
    expect(crossingOf(0, 10_000, null, marks)).toEqual({ name: 'none' })
    expect(crossingOf(5000, 500, null, marks)).toEqual({ name: 'none' })
  })

  test('what is played on request is not stopped by prompts inside it', () => {
    const range = { atMs: 500, endMs: 2000, loop: false }
    expect(crossingOf(980, 1013, range, marks)).toEqual({ name: 'none' })
    expect(crossingOf(1990, 2010, range, marks)).toEqual({ name: 'range-end', seekMs: 2000 })
    expect(crossingOf(1990, 2010, { ...range, loop: true }, marks)).toEqual({ name: 'repeat', seekMs: 500 })
  })
})

describe('frameStepMs', () => {
  test('goes to the middle of the neighbouring frame, again and again', () => {
    expect(frameStepMs(1000, 25, 1)).toBe(1060)
    expect(frameStepMs(1060, 25, 1)).toBe(1100)
    expect(frameStepMs(1060, 25, -1)).toBe(1020)
    expect(frameStepMs(0, 25, -1)).toBe(0)
  })
})
