import { describe, expect, test } from 'vitest'
import { outlineOf, parsePeaks } from './peaks.ts'

type Header = [
  version: number,
  flags: number,
  rate: number,
  samples: number,
  length: number,
  channels: number,
]

function fileOf(header: Header, values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(24 + values.length)
  const view = new DataView(bytes.buffer)
  for (const [n, value] of header.entries()) view.setInt32(n * 4, value, true)
  for (const [n, value] of values.entries()) view.setInt8(24 + n, value)
  return bytes
}

describe('parsePeaks', () => {
  test('reads the loudest of all channels', () => {
    const peaks = parsePeaks(fileOf([2, 1, 8000, 400, 2, 2], [-64, 12, -3, 32, -128, 127, 0, 0]))
    expect(peaks?.stepMs).toBe(50)
    expect([...(peaks?.loudness ?? [])]).toEqual([0.5, 1])
  })

  test('reads from the middle of a larger buffer', () => {
    const file = fileOf([2, 1, 8000, 400, 1, 1], [-32, 64])
    const around = new Uint8Array(file.byteLength + 10)
    around.set(file, 7)
    expect(parsePeaks(around.subarray(7, 7 + file.byteLength))?.loudness[0]).toBe(0.5)
  })

  test.each<[string, Header]>([
    ['another version', [1, 1, 8000, 400, 1, 1]],
    ['16 bit', [2, 0, 8000, 400, 1, 1]],
    ['no rate', [2, 1, 0, 400, 1, 1]],
    ['no samples', [2, 1, 8000, 0, 1, 1]],
    ['more than the file holds', [2, 1, 8000, 400, 3, 1]],
    ['more than anybody sends', [2, 1, 8000, 400, 2_000_000_000, 1]],
    ['a length below nothing', [2, 1, 8000, 400, -1, 1]],
    ['channels beyond reason', [2, 1, 8000, 400, 1, 1_000_000]],
    ['no channels', [2, 1, 8000, 400, 1, 0]],
  ])('refuses %s', (_, header) => {
    expect(parsePeaks(fileOf(header, [1, 2, 3, 4]))).toBeUndefined()
  })

  test('refuses what is too short to say anything', () => {
    expect(parsePeaks(new Uint8Array(23))).toBeUndefined()
  })
})

describe('outlineOf', () => {
  test('draws each column as high as its loudest moment, both ways from the middle', () => {
    const peaks = { stepMs: 100, loudness: new Float32Array([0.5, 1, 0.25, 0]) }
    expect(outlineOf(peaks, 400, 2)).toBe('M0 1L0.5 0.000L1.5 0.750L2 1L1.5 1.250L0.5 2.000Z')
  })

  test('is flat where there is no more sound, and does not make a quiet room a loud one', () => {
    expect(outlineOf({ stepMs: 100, loudness: new Float32Array([0.125]) }, 200, 2)).toBe(
      'M0 1L0.5 0.500L1.5 1.000L2 1L1.5 1.000L0.5 1.500Z',
    )
  })
})
