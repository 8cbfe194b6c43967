import { describe, expect, test } from 'vitest'
import { formatFor } from './format.ts'

const now = Date.UTC(2026, 2, 12, 9, 0)
const at = (ms: number) => new Date(now + ms).toISOString()
const hour = 3_600_000
const english = formatFor({ language: 'en', timeZone: 'Asia/Bangkok' })

describe('how long ago', () => {
  test.each([
    [-20_000, 'now'],
    [-59 * 60_000, '59 minutes ago'],
    [-23 * hour, '23 hours ago'],
    [-25 * hour, 'yesterday'],
    [-13 * 24 * hour, '13 days ago'],
    [-15 * 24 * hour, '2 weeks ago'],
    [-70 * 24 * hour, '2 months ago'],
    [26 * hour, 'tomorrow'],
  ])('%i ms is %s', (ms, words) => expect(english.ago(at(ms), now)).toBe(words))

  test('in the language of the reader', () => {
    const threeDays = at(-3 * 24 * hour)
    expect(formatFor({ language: 'es' }).ago(threeDays, now)).toBe('hace 3 días')
    expect(formatFor({ language: 'th' }).ago(threeDays, now)).toBe('3 วันที่ผ่านมา')
  })
})

test('an appointment is said in the zone of the person, not of the device, and names the zone', () => {
  const instant = '2026-03-12T23:30:00Z'
  expect(english.appointment(instant)).toMatch(/Friday, March 13.*6:30.AM.*GMT\+7/)
  expect(formatFor({ language: 'en', timeZone: 'America/Lima' }).appointment(instant)).toMatch(
    /Thursday, March 12/,
  )
})

test('a calendar day stays the same day in every zone', () => {
  expect(formatFor({ language: 'en', timeZone: 'America/Lima' }).calendarDay('2026-03-12')).toBe(
    'Thu, March 12',
  )
})

test('a zone the browser does not know falls back to the device', () => {
  expect(formatFor({ language: 'en', timeZone: 'Mars/Olympus' }).timeZone).toBe('UTC')
})

test.each([
  [820, '1 kB'],
  [850_400, '850 kB'],
  [4_240_000, '4.2 MB'],
  [148_300_000, '148 MB'],
  [1_800_000_000, '1.8 GB'],
])('%i bytes are %s', (bytes, words) => expect(english.bytes(bytes)).toBe(words))

test('a promised span is never shorter than it takes', () => {
  expect(english.span(400)).toBe('1 second')
  expect(english.span(61_000)).toBe('2 minutes')
  expect(english.span(150 * 60_000)).toBe('2.5 hours')
  expect(formatFor({ language: 'es' }).span(60_000)).toBe('1 minuto')
})
