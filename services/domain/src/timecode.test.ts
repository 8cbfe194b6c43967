import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTimecode, parseTimecode } from './timecode.ts'

const day = 24 * 3_600_000

test.each([
  [0, '0:00', '0:00.0'],
  [999, '0:00', '0:00.9'],
  [59_999, '0:59', '0:59.9'],
  [60_000, '1:00', '1:00.0'],
  [3_599_999, '59:59', '59:59.9'],
  [3_600_000, '1:00:00', '1:00:00.0'],
  [-5, '0:00', '0:00.0'],
])('%i ms reads %s, with tenths %s', (ms, plain, tenths) => {
  expect(formatTimecode(ms)).toBe(plain)
  expect(formatTimecode(ms, { tenths: true })).toBe(tenths)
})

test('what is shown reads back as the same moment, to the second or the tenth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: day }), (ms) => {
      expect(parseTimecode(formatTimecode(ms))).toBe(ms - (ms % 1000))
      expect(parseTimecode(formatTimecode(ms, { tenths: true }))).toBe(ms - (ms % 100))
    }),
  )
})

test('a later moment never reads as an earlier one', () => {
  const moments = fc.tuple(fc.integer({ min: 0, max: day }), fc.integer({ min: 0, max: day }))
  fc.assert(
    fc.property(moments, ([a, b]) => {
      const [earlier, later] = a < b ? [a, b] : [b, a]
      expect(parseTimecode(formatTimecode(earlier))).toBeLessThanOrEqual(
        parseTimecode(formatTimecode(later)) ?? -1,
      )
    }),
  )
})

test.each([
  ['7', 7_000],
  ['90', 90_000],
  ['1:5', 65_000],
  ['01:05', 65_000],
  [' 1:05.25 ', 65_250],
  ['1:05,2', 65_200],
  ['1:00:00', 3_600_000],
])('“%s” is %i ms', (text, ms) => {
  expect(parseTimecode(text)).toBe(ms)
})

test.each(['', ':', '1:', ':30', '1:60', '1:000005', '1:60:00', '1:2:3:4', '-1', '1.2345', '1e3', 'now'])(
  '“%s” is no timecode',
  (text) => {
    expect(parseTimecode(text)).toBeUndefined()
  },
)

test('whatever is typed is a whole number of milliseconds or nothing', () => {
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[\d:.,]{0,400}$/))
  fc.assert(
    fc.property(typed, (text) => {
      const ms = parseTimecode(text)
      expect(ms === undefined || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true)
    }),
  )
  expect(parseTimecode(`${'9'.repeat(400)}:00:00`)).toBeUndefined()
})
