import { describe, expect, test } from 'vitest'
import { instantOfWallTime, wallTimeOf, zoneNameOf } from './zoned-time.ts'

describe('a time typed in her zone', () => {
  test.each([
    ['2026-12-01T16:00', 'Asia/Bangkok', '2026-12-01T09:00:00.000Z'],
    ['2026-12-01T16:00', 'America/Lima', '2026-12-01T21:00:00.000Z'],
    ['2026-12-01T00:15', 'Asia/Kathmandu', '2026-11-30T18:30:00.000Z'],
    ['2026-06-15T12:00', 'Europe/Madrid', '2026-06-15T10:00:00.000Z'],
  ])('%s in %s is %s, and back', (wall, zone, instant) => {
    expect(instantOfWallTime(wall, zone)).toBe(instant)
    expect(wallTimeOf(instant, zone)).toBe(wall)
  })

  test('around the change of clocks is a time that exists', () => {
    // Clocks in Madrid go from 02:00 to 03:00 on 29 March and from 03:00 back to 02:00 on 25 October.
    expect(instantOfWallTime('2026-03-29T01:30', 'Europe/Madrid')).toBe('2026-03-29T00:30:00.000Z')
    expect(instantOfWallTime('2026-03-29T02:30', 'Europe/Madrid')).toBe('2026-03-29T01:30:00.000Z')
    expect(instantOfWallTime('2026-03-29T03:30', 'Europe/Madrid')).toBe('2026-03-29T01:30:00.000Z')
    expect(instantOfWallTime('2026-10-25T02:30', 'Europe/Madrid')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('that is none is none', () => {
    expect(instantOfWallTime('', 'Asia/Bangkok')).toBeUndefined()
    expect(instantOfWallTime('tomorrow', 'Asia/Bangkok')).toBeUndefined()
  })
})

test('a zone has a name in her language', () => {
  expect(zoneNameOf('Asia/Bangkok', 'en', '2026-12-01T00:00:00Z')).toBe('Indochina Time')
  expect(zoneNameOf('Asia/Bangkok', 'es', '2026-12-01T00:00:00Z')).toBe('hora de Indochina')
})
