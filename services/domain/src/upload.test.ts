import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ByteRange,
  bytesIn,
  chainOf,
  fitsGrid,
  gridOf,
  isWholePart,
  mergedRanges,
  missingRanges,
  nextRange,
  partCount,
  pieceGrainBytes,
  rangeOfPart,
} from './upload.ts'

const mebibyte = 1024 * 1024
const grid = gridOf(12 * mebibyte + 7)
const range = (fromByte: number, toByte: number): ByteRange => ({ fromByte, toByte })

test('a file is cut into parts of 5 MiB, and a huge one into no more than S3 takes', () => {
  expect(grid.partBytes).toBe(5 * mebibyte)
  expect(partCount(grid)).toBe(3)
  expect(rangeOfPart(grid, 3)).toEqual(range(10 * mebibyte, 12 * mebibyte + 7))
  expect(partCount(gridOf(1))).toBe(1)
  expect(partCount(gridOf(2 ** 40))).toBeLessThanOrEqual(10_000)
})

test.each([0, 4, 10_001, -1, 1.5, Number.NaN])('there is no part %s', (part) => {
  expect(() => rangeOfPart(grid, part)).toThrow(RangeError)
})

test.each([
  ['a whole part', range(0, 5 * mebibyte), true],
  ['the last part', range(10 * mebibyte, 12 * mebibyte + 7), true],
  ['a piece on the grain', range(pieceGrainBytes, 3 * pieceGrainBytes), true],
  ['a piece up to the end', range(12 * mebibyte, 12 * mebibyte + 7), true],
  ['two parts at once', range(0, 10 * mebibyte), false],
  [
    'a piece over the border of two parts',
    range(5 * mebibyte - pieceGrainBytes, 5 * mebibyte + pieceGrainBytes),
    false,
  ],
  ['a piece beside the grain', range(1, pieceGrainBytes), false],
  ['a piece that ends beside it', range(0, pieceGrainBytes - 1), false],
  ['nothing', range(0, 0), false],
  ['bytes behind the end', range(10 * mebibyte, 12 * mebibyte + 8), false],
  ['bytes before the beginning', range(-pieceGrainBytes, pieceGrainBytes), false],
  ['no numbers', range(Number.NaN, 5), false],
])('%s', (_what, bytes, fits) => {
  expect(fitsGrid(grid, bytes)).toBe(fits)
})

test('what is missing and what is there make up the whole', () => {
  const ranges = fc.array(
    fc.tuple(fc.nat(1000), fc.nat(300)).map(([from, length]) => range(from, from + length)),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(ranges, (had) => {
      const whole = range(0, 1000)
      const missing = missingRanges(whole, had)
      const inside = mergedRanges(had).flatMap(({ fromByte, toByte }) =>
        fromByte < 1000 ? [range(fromByte, Math.min(1000, toByte))] : [],
      )
      expect(bytesIn(missing) + bytesIn(inside)).toBe(1000)
      expect(mergedRanges([...missing, ...inside])).toEqual([whole])
    }),
  )
})

test('whatever is asked for next fits the grid, and asking until nothing is missing sends every byte once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 16 * mebibyte }),
      fc.integer({ min: 1, max: 8 * mebibyte }),
      (size, wanted) => {
        const cut = gridOf(size)
        const sent: ByteRange[] = []
        for (;;) {
          const next = nextRange(cut, missingRanges(range(0, size), sent), wanted)
          if (!next) break
          expect(fitsGrid(cut, next)).toBe(true)
          sent.push(next)
        }
        expect(bytesIn(sent)).toBe(size)
      },
    ),
    { numRuns: 50 },
  )
})

test('a line that carries a part sends it whole, unless some of it is there already', () => {
  const all = range(0, grid.sizeBytes)
  expect(nextRange(grid, [all], 20 * mebibyte)).toEqual(rangeOfPart(grid, 1))
  const rest = nextRange(grid, missingRanges(all, [range(0, pieceGrainBytes)]), 20 * mebibyte)
  expect(rest).toEqual(range(pieceGrainBytes, 5 * mebibyte))
  expect(isWholePart(grid, rest ?? all)).toBe(false)
  expect(nextRange(grid, [], 20 * mebibyte)).toBeUndefined()
})

test('pieces are chained, also where two devices cut differently, and a hole is a hole', () => {
  const whole = range(0, 10)
  const cuts = [range(0, 4), range(0, 3), range(3, 6), range(4, 8), range(6, 10)]
  expect(chainOf(whole, cuts)).toEqual([range(0, 3), range(3, 6), range(6, 10)])
  expect(chainOf(whole, cuts.slice(0, 4))).toBeUndefined()
  expect(chainOf(whole, [])).toBeUndefined()
})
