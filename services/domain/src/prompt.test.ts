import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Moment, momentFault, reordered, startsWithStrength } from './prompt.ts'

test.each<[Moment, number | null, ReturnType<typeof momentFault>]>([
  [{ atMs: 0, endMs: null }, 60_000, undefined],
  [{ atMs: 60_000, endMs: null }, 60_000, undefined],
  [{ atMs: 60_001, endMs: null }, 60_000, 'past-end-of-clip'],
  [{ atMs: 1_000, endMs: 60_000 }, 60_000, undefined],
  [{ atMs: 1_000, endMs: 60_001 }, 60_000, 'past-end-of-clip'],
  [{ atMs: 2_000, endMs: 2_000 }, 60_000, 'range-backwards'],
  [{ atMs: 2_000, endMs: 1_000 }, 60_000, 'range-backwards'],
  // The clip is not processed yet, so its end is not known.
  [{ atMs: 90_000, endMs: 95_000 }, null, undefined],
  [{ atMs: 90_000, endMs: 80_000 }, null, 'range-backwards'],
  [{ atMs: 0, endMs: 0 }, null, 'range-backwards'],
])('%o in a clip of %o ms: %o', (moment, durationMs, fault) => {
  expect(momentFault(moment, durationMs)).toBe(fault)
})

test('a review starts with a strength when its first prompt is one', () => {
  expect(startsWithStrength([{ kind: 'strength' }, { kind: 'open' }])).toBe(true)
  expect(startsWithStrength([{ kind: 'open' }, { kind: 'strength' }])).toBe(false)
  expect(startsWithStrength([])).toBe(false)
})

test.each([
  ['a', 2, 'bcad'],
  ['d', 0, 'dabc'],
  ['b', 1, 'abcd'],
  ['a', 99, 'bcda'],
  ['c', -3, 'cabd'],
  // An id the list does not hold is not smuggled in.
  ['x', 1, 'abcd'],
])('%s moved to %i', (id, index, order) => {
  expect(reordered(['a', 'b', 'c', 'd'], id, index).join('')).toBe(order)
})

test('moving keeps every id once and the others in their order', () => {
  const lists = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(lists, fc.nat(), fc.integer(), (ids, pick, index) => {
      const id = ids[pick % ids.length] ?? ''
      const after = reordered(ids, id, index)
      expect([...after].sort()).toEqual([...ids].sort())
      expect(after.filter((each) => each !== id)).toEqual(ids.filter((each) => each !== id))
      expect(after.indexOf(id)).toBe(Math.max(0, Math.min(index, ids.length - 1)))
    }),
  )
})
