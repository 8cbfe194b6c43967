import { expect, test } from 'vitest'
import { makingOf, unmadeAt } from './making.ts'

const work = { progressPercent: 25, remainingMs: 60_000 }
const making = { madeUntilMs: 100_000, durationMs: 400_000, remainingMs: 60_000 }

test('a clip is made up to its share of the whole, as long as it is only partly there', () => {
  expect(makingOf({ partly: true, durationMs: 400_000 }, work)).toEqual(making)
  expect(makingOf({ partly: false, durationMs: 400_000 }, work)).toBeNull()
})

test('a moment that is made is not waited for, unless the server says so', () => {
  expect(unmadeAt(making, 99_999, false)).toBeUndefined()
  expect(unmadeAt(making, 99_999, true)).toEqual({ remainingMs: 0 })
})

test('a moment comes in its share of the time that is left', () => {
  expect(unmadeAt(making, 100_000, false)).toEqual({ remainingMs: 0 })
  expect(unmadeAt(making, 250_000, false)).toEqual({ remainingMs: 30_000 })
  expect(unmadeAt(making, 400_000, false)).toEqual({ remainingMs: 60_000 })
  expect(unmadeAt({ ...making, remainingMs: null }, 250_000, false)).toEqual({ remainingMs: null })
})
