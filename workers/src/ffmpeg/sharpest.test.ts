import { expect, test } from 'vitest'
import { type PictureSize, parsePictureSizes, sharpestAtMs } from './sharpest.ts'

const clip = { width: 426, height: 240, durationMs: 60_000 }
const picture = (atMs: number, sizeBytes: number): PictureSize => ({ atMs, sizeBytes })

test('the picture with the most detail is taken', () => {
  expect(sharpestAtMs([picture(4_000, 6_000), picture(20_000, 9_000), picture(40_000, 8_000)], clip)).toBe(
    20_000,
  )
})

test('the first and last moments only where there are no others', () => {
  expect(sharpestAtMs([picture(0, 20_000), picture(20_000, 9_000), picture(58_000, 30_000)], clip)).toBe(
    20_000,
  )
  expect(sharpestAtMs([picture(0, 20_000), picture(20_000, 900)], clip)).toBe(0)
})

test('black, white and grey are no picture', () => {
  expect(sharpestAtMs([picture(10_000, 826), picture(20_000, 830)], clip)).toBeUndefined()
  expect(sharpestAtMs([], clip)).toBeUndefined()
})

test('what ffmpeg prints is read', () => {
  const text =
    '#software: Lavf59.27.100\n#tb 0: 2/1\n#dimensions 0: 426x240\n' +
    '0,          0,          0,        1,     8062, 0xeca490fa, S=1,        8\n' +
    '0,          3,          3,        1,     8263, 0x015f0ff5\n'
  expect(parsePictureSizes(text, 4_000)).toEqual([picture(0, 8_062), picture(12_000, 8_263)])
})
