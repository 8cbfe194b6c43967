import { expect, test } from 'vitest'
import { createStallWatch } from './stall-watch.ts'

/** When, in seconds, a sender of so many bytes a second is given up; undefined when she is not within a day. */
function givenUpAfter(
  bytesAt: (seconds: number) => number,
  awaits: (seconds: number) => boolean = () => true,
): number | undefined {
  const watch = createStallWatch(120, 15)
  for (let seconds = 0; seconds <= 86_400; seconds += 15)
    if (watch.isStalled(bytesAt(seconds), awaits(seconds))) return seconds
  return undefined
}

test('a line of 256 kbit/s may take all day', () => {
  expect(givenUpAfter((seconds) => seconds * 32_000)).toBeUndefined()
})

test('one that comes and goes each minute may, too', () => {
  expect(givenUpAfter((seconds) => Math.floor(seconds / 60) * 60 * 16_000)).toBeUndefined()
})

test('silence is given up after two minutes, from the start and in the middle', () => {
  expect(givenUpAfter(() => 0)).toBe(120)
  expect(givenUpAfter((seconds) => Math.min(seconds, 600) * 32_000)).toBe(720)
})

test('a byte now and then does not keep a place', () => {
  expect(givenUpAfter((seconds) => seconds)).toBe(120)
})

test('waiting for storage is not the sender’s silence', () => {
  expect(
    givenUpAfter(
      (seconds) => Math.min(seconds, 60) * 32_000,
      (seconds) => seconds < 60 || seconds > 600,
    ),
  ).toBe(720)
})
