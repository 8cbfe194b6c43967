import { expect, test } from 'vitest'
import { estimateBytes, type MediaFacts, targetOf } from './sizes.ts'

const lesson: MediaFacts = {
  durationSeconds: 600,
  width: 1920,
  height: 1080,
  framesPerSecond: 30,
  hasSound: true,
  sizeBytes: 1_050_000_000,
}
const whole = { fromSeconds: 0, toSeconds: 600 }

test('a lesson of ten minutes becomes a tenth of its size, and a minute of it a tenth of that', () => {
  const small = estimateBytes(lesson, 'small', whole)
  expect(small / lesson.sizeBytes).toBeLessThan(0.1)
  expect(estimateBytes(lesson, 'small', { fromSeconds: 60, toSeconds: 120 })).toBeCloseTo(small / 10, -1)
  expect(estimateBytes(lesson, 'clear', whole)).toBeGreaterThan(small)
  expect(estimateBytes(lesson, 'original', whole)).toBe(lesson.sizeBytes)
  expect(estimateBytes(lesson, 'original', { fromSeconds: 0, toSeconds: 60 })).toBe(lesson.sizeBytes / 10)
})

test('upright pictures stay upright, and all sides are even', () => {
  expect(targetOf({ ...lesson, width: 1080, height: 1920 }, 'small')).toMatchObject({
    width: 480,
    height: 854,
  })
  expect(targetOf({ ...lesson, width: 1440, height: 1081 }, 'clear')).toMatchObject({
    width: 960,
    height: 720,
  })
})

test('nothing is made larger, in lines or in bytes', () => {
  expect(targetOf({ ...lesson, width: 640, height: 360 }, 'small')).toMatchObject({ width: 640, height: 360 })
  expect(targetOf({ ...lesson, width: 640, height: 360 }, 'clear')).toBeUndefined()
  expect(targetOf({ ...lesson, width: 960, height: 540 }, 'clear')).toMatchObject({ width: 960, height: 540 })
  expect(targetOf({ ...lesson, sizeBytes: 30_000_000 }, 'clear')).toBeUndefined()
  expect(targetOf({ ...lesson, width: 0, height: 0 }, 'small')).toBeUndefined()
})
