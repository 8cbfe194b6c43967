import { expect, test } from 'vitest'
import { levelOf } from './level-meter.ts'

const tone = (amplitude: number) =>
  Float32Array.from({ length: 4_800 }, (_, n) => amplitude * Math.sin((2 * Math.PI * 440 * n) / 48_000))

test('silence is nothing, a voice near by is most of it, and no sound is beyond the end', () => {
  expect(levelOf(new Float32Array(2_048))).toBe(0)
  expect(levelOf(tone(0.001))).toBe(0)
  // -20 dB for the amplitude and -3 dB for the shape of a sine: 37 of the 50 dB of the scale.
  expect(levelOf(tone(0.1))).toBeCloseTo(37 / 50, 2)
  expect(levelOf(tone(1))).toBe(1)
})
