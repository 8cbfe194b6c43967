import { expect, test } from 'vitest'
import { uprightness } from './turned-pictures.ts'

const SIDE = 24
const draw = (grey: (x: number, y: number) => number): Buffer =>
  Buffer.from(Array.from({ length: SIDE * SIDE }, (_, i) => grey(i % SIDE, Math.floor(i / SIDE))))
/** A bright corner on a slope that is steeper downwards: no two ways to lay it look the same. */
const lesson = (x: number, y: number) => (x < 8 && y < 6 ? 250 : x * 2 + y * 5)
const last = SIDE - 1

test('a picture that lies as it was sent is upright, also when it got a little darker', () => {
  expect(
    uprightness(
      draw(lesson),
      draw((x, y) => lesson(x, y) * 0.8),
    ),
  ).toMatchObject({ known: true, upright: true })
})

test.each([
  ['turned right', (x: number, y: number) => lesson(y, last - x)],
  ['upside down', (x: number, y: number) => lesson(last - x, last - y)],
  ['turned left', (x: number, y: number) => lesson(last - y, x)],
  ['mirrored', (x: number, y: number) => lesson(last - x, y)],
  ['mirrored and upside down', (x: number, y: number) => lesson(x, last - y)],
  ['mirrored and turned right', (x: number, y: number) => lesson(last - y, last - x)],
  ['mirrored and turned left', (x: number, y: number) => lesson(y, x)],
])('a picture that is %s is not upright, and it is said how it lies', (name, grey) => {
  expect(uprightness(draw(lesson), draw(grey))).toMatchObject({
    known: true,
    upright: false,
    words: expect.stringContaining(`1.00 ${name}`),
  })
})

test('a black picture cannot say how it lies', () => {
  expect(
    uprightness(
      draw(() => 16),
      draw(() => 16),
    ),
  ).toEqual({ known: false })
})
