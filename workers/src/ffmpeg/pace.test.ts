import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

test('what it takes to start does not count as pace', () => {
  const pace = createPace()
  expect(pace(0, 1_000)).toBeNull()
  expect(pace(500, 4_000)).toBeNull()
  expect(pace(1_500, 6_000)).toBeNull()
  // Ten seconds of lesson in twenty of work, after four that were lost on starting.
  expect(pace(10_500, 24_000)).toBe(2)
})
