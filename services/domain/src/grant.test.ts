import { expect, test } from 'vitest'
import { effectiveLevel, type GrantLevel, grantLevels, levelAtLeast } from './grant.ts'
import { partnershipSides, type Role } from './program.ts'

test('view is less than comment is less than coach, and nothing is less than all', () => {
  const atLeast = (level: GrantLevel | undefined) =>
    grantLevels.filter((wanted) => levelAtLeast(level, wanted))
  expect(atLeast(undefined)).toEqual([])
  expect(atLeast('view')).toEqual(['view'])
  expect(atLeast('comment')).toEqual(['view', 'comment'])
  expect(atLeast('coach')).toEqual(['view', 'comment', 'coach'])
})

test('in a partnership the side decides who may coach', () => {
  const levels = (granted: GrantLevel) => partnershipSides.map((side) => effectiveLevel(granted, { side }))
  expect(partnershipSides).toEqual(['coach', 'teacher', 'peer'])
  expect(levels('coach')).toEqual(['coach', 'comment', 'coach'])
  expect(levels('comment')).toEqual(['comment', 'comment', 'comment'])
  expect(levels('view')).toEqual(['view', 'view', 'view'])
})

test('a person named alone coaches when the program made her a coach', () => {
  const level = (granted: GrantLevel, ...roles: Role[]) => effectiveLevel(granted, { roles })
  expect(level('coach', 'coach')).toBe('coach')
  expect(level('coach', 'teacher', 'coach')).toBe('coach')
  expect(level('coach', 'teacher')).toBe('comment')
  expect(level('coach', 'lead')).toBe('comment')
  expect(level('view', 'coach')).toBe('view')
})
