import { expect, test } from 'vitest'
import { createPeaks, mostPeaks } from './peaks.ts'

const samples = (values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [i, value] of values.entries()) bytes.writeInt16LE(value, i * 2)
  return bytes
}
const headerOf = (file: Buffer) => [0, 4, 8, 12, 16, 20].map((at) => file.readInt32LE(at))
const pointsOf = (file: Buffer) => [...new Int8Array(file.subarray(24))]

test('each point has the lowest and the highest of its samples, after a header of 24 bytes', () => {
  const peaks = createPeaks({ sampleRate: 400, totalSamples: 10, gainDb: 0 })
  peaks.push(samples([0, 256, -512, 32_767, 0, 0, 0, -32_768, 1_280, 2_560]))
  const file = peaks.file()
  // Version 2, 8 bits, 400 samples a second, 4 to a point, 3 points, 1 channel.
  expect(headerOf(file)).toEqual([2, 1, 400, 4, 3, 1])
  expect(pointsOf(file)).toEqual([-2, 127, -128, 0, 5, 10])
})

test('samples may arrive in any pieces', () => {
  const values = Array.from({ length: 999 }, (_, i) => Math.round(30_000 * Math.sin(i * i)))
  const of = (pieceBytes: number) => {
    const peaks = createPeaks({ sampleRate: 4_000, totalSamples: values.length, gainDb: 0 })
    const bytes = samples(values)
    for (let at = 0; at < bytes.length; at += pieceBytes) peaks.push(bytes.subarray(at, at + pieceBytes))
    return peaks.file()
  }
  expect(of(1)).toEqual(of(10_000))
  expect(of(7)).toEqual(of(10_000))
})

test.each([1, 3_999, 60 * 4_000, 60 * 4_000 + 1, 3 * 3_600 * 4_000])(
  '%i samples are all shown, by at most 6000 points',
  (totalSamples) => {
    const peaks = createPeaks({ sampleRate: 4_000, totalSamples, gainDb: 0 })
    const piece = Buffer.alloc(65_536)
    for (let left = totalSamples * 2; left > 0; left -= piece.length) peaks.push(piece.subarray(0, left))
    const [, , , perPoint = 0, length = 0] = headerOf(peaks.file())
    expect(length).toBeLessThanOrEqual(mostPeaks)
    expect(length * perPoint).toBeGreaterThanOrEqual(totalSamples)
    expect((length - 1) * perPoint).toBeLessThan(totalSamples)
    expect(peaks.file().length).toBe(24 + 2 * length)
  },
)

test('a quiet sound is drawn as loud as it is played, and never beyond the edge', () => {
  const peaks = createPeaks({ sampleRate: 200, totalSamples: 4, gainDb: 20 })
  peaks.push(samples([-256, 256, 30_000, -30_000]))
  expect(pointsOf(peaks.file())).toEqual([-10, 10, -128, 127])
})

test('more samples than announced do not run over', () => {
  const peaks = createPeaks({ sampleRate: 200, totalSamples: 2, gainDb: 0 })
  peaks.push(samples([256, 256, 512, 512, 768, 768]))
  expect(headerOf(peaks.file())[4]).toBe(1)
})
