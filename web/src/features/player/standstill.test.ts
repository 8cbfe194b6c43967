import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStandstill } from './standstill.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function scene(now: number, ...ranges: [number, number][]) {
  const state = { now, ranges }
  const done: string[] = []
  const standstill = createStandstill({
    currentTime: () => state.now,
    buffered: () => ({
      length: state.ranges.length,
      start: (n) => state.ranges[n]?.[0] ?? 0,
      end: (n) => state.ranges[n]?.[1] ?? 0,
    }),
    pause: () => done.push('pause'),
    play: () => done.push('play'),
  })
  return { state, done, standstill }
}

test('a clip that has what it plays is left alone, up to the end of what it has', () => {
  const { standstill, done } = scene(7.95, [0, 8])
  expect(standstill.look()).toBe(false)
  expect(scene(8.05, [0, 8]).standstill.look()).toBe(false)
  expect(done).toEqual([])
})

test('where nothing is it stands still, and goes on when enough is there', () => {
  const { state, standstill, done } = scene(8.2, [0, 8])
  expect(standstill.look()).toBe(true)
  expect(standstill.look()).toBe(false)
  state.ranges = [[0, 8.4]]
  vi.advanceTimersByTime(1000)
  expect(done).toEqual(['pause'])
  state.ranges = [[0, 12]]
  vi.advanceTimersByTime(1000)
  expect(done).toEqual(['pause', 'play'])
  expect(standstill.stands()).toBe(false)
})

test('it does not go on by itself when something else has happened', () => {
  const { state, standstill, done } = scene(8.2, [0, 8], [12, 16])
  standstill.look()
  standstill.leave()
  state.ranges = [[0, 16]]
  vi.advanceTimersByTime(1000)
  expect(done).toEqual(['pause'])
})
