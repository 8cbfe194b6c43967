import { expect, test } from 'vitest'
import { worstOfTold } from './minutes-left.ts'

test('what was told is held against how long it took, after the first tenth', () => {
  const said = [
    { atSeconds: 10, leftSeconds: 500 },
    { atSeconds: 40, leftSeconds: 70 },
    { atSeconds: 100, leftSeconds: 5 },
  ]
  expect(worstOfTold(said, 5, 105)).toBeCloseTo(0.05)
  expect(worstOfTold([...said, { atSeconds: 60, leftSeconds: 25 }], 5, 105)).toBeCloseTo(0.2)
})

test('what is over at once needs no words, and what takes long does', () => {
  expect(worstOfTold([], 5, 8)).toBe(0)
  expect(worstOfTold([], 5, 105)).toBe(1)
})
