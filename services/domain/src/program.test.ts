import { expect, test } from 'vitest'
import { countForLead, isPartnershipShape, type PartnershipKind, type PartnershipSide } from './program.ts'

test.each<[PartnershipKind, PartnershipSide[], boolean]>([
  ['one-to-one', ['coach', 'teacher'], true],
  ['one-to-one', ['coach', 'coach'], false],
  ['one-to-one', ['coach', 'teacher', 'teacher'], false],
  ['one-to-one', ['coach'], false],
  ['peer', ['peer', 'peer'], true],
  ['peer', ['peer', 'peer', 'peer'], false],
  ['peer', ['coach', 'peer'], false],
  ['group', ['coach', 'teacher', 'teacher'], true],
  ['group', ['teacher', 'coach'], true],
  ['group', ['coach'], false],
  ['group', ['coach', 'coach', 'teacher'], false],
  ['group', ['coach', 'teacher', 'peer'], false],
])('%s of %j: %s', (kind, sides, sound) => {
  expect(isPartnershipShape(kind, sides)).toBe(sound)
})

test('a lead sees no count with fewer than five people behind it', () => {
  expect(countForLead(12, 4)).toBeUndefined()
  expect(countForLead(12, 5)).toBe(12)
  expect(countForLead(0, 5)).toBe(0)
  expect(countForLead(0, 0)).toBeUndefined()
})
