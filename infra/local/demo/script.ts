// What happens in the demo lesson, in seconds: three children sort blocks into hoops. One place for picture, sound and
// the prompts that point at it.

export const LESSON_SECONDS = 48

export type Speaker = 'teacher' | 'mali' | 'ben' | 'suda'
export type Utterance = {
  readonly who: Speaker
  readonly from: number
  readonly syllables: number
  /** A question rises at its end. */
  readonly rises?: boolean
}

export const talk: readonly Utterance[] = [
  { who: 'teacher', from: 0.8, syllables: 8 },
  { who: 'teacher', from: 3.4, syllables: 6, rises: true },
  { who: 'ben', from: 5.4, syllables: 2 },
  { who: 'suda', from: 5.7, syllables: 2 },
  { who: 'teacher', from: 8.2, syllables: 1 },
  { who: 'teacher', from: 10.2, syllables: 1 },
  { who: 'teacher', from: 12.2, syllables: 1 },
  { who: 'mali', from: 13.6, syllables: 1 },
  { who: 'ben', from: 13.7, syllables: 1 },
  { who: 'teacher', from: 16, syllables: 7, rises: true },
  // Here she says nothing and lets them think.
  { who: 'ben', from: 22.8, syllables: 3 },
  { who: 'teacher', from: 26.4, syllables: 4 },
  { who: 'mali', from: 31.6, syllables: 2, rises: true },
  { who: 'teacher', from: 33, syllables: 9, rises: true },
  { who: 'mali', from: 37.2, syllables: 4 },
  { who: 'teacher', from: 40.6, syllables: 5 },
]

/** Dots that appear on the board while she counts. */
export const boardDots: readonly number[] = [8.2, 10.2, 12.2]

export type BlockShape = 'circle' | 'square' | 'triangle'
export type Place = readonly [x: number, y: number]
export type Move = { readonly from: number; readonly until: number; readonly by: Speaker; readonly to: Place }
export type Block = { readonly shape: BlockShape; readonly start: Place; readonly moves: readonly Move[] }

/** Places as parts of the picture's width and height. */
export const hoops: readonly { readonly shape: BlockShape; readonly at: Place }[] = [
  { shape: 'circle', at: [0.4, 0.84] },
  { shape: 'square', at: [0.76, 0.84] },
]

export const blocks: readonly Block[] = [
  { shape: 'circle', start: [0.53, 0.76], moves: [{ from: 23, until: 25.6, by: 'ben', to: [0.375, 0.82] }] },
  // Mali looks at the colour, puts it with the others of its colour, looks again, and takes it across.
  {
    shape: 'square',
    start: [0.6, 0.83],
    moves: [
      { from: 28.2, until: 30.8, by: 'mali', to: [0.425, 0.86] },
      { from: 37, until: 40, by: 'mali', to: [0.74, 0.82] },
    ],
  },
  { shape: 'circle', start: [0.575, 0.72], moves: [] },
  {
    shape: 'square',
    start: [0.64, 0.75],
    moves: [{ from: 34.6, until: 36.4, by: 'suda', to: [0.785, 0.86] }],
  },
]

/** Everybody claps. */
export const clapping = { from: 42, until: 46.8, everySeconds: 0.4 }

export const moments = {
  waiting: { atMs: 18_500, endMs: 26_000 },
  mali: { atMs: 28_000, endMs: 36_500 },
  looksAgain: { atMs: 37_000, endMs: null },
} as const
