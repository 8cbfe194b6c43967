import type { Bound } from '../../local/figures-runner.ts'
import type { Round } from './rounds.ts'

/** What `--only` takes; each is one piece of the whole that can be run by itself. */
export const pieces = [
  'playable',
  'ladder',
  'peers',
  'ranges',
  'memory',
  'quality',
  'faults',
  'floor',
] as const
export type Piece = (typeof pieces)[number]

/** One figure of the table: what it is taken from in a round, and what it must come to. */
export type Figure = {
  readonly key: string
  readonly piece: Piece
  readonly means: string
  readonly bound?: Bound
  /** Of several rounds the middle one, or for what must not happen once the highest. */
  readonly of?: 'median' | 'most'
  /** The variants it is taken from. */
  readonly needs: readonly string[]
  readonly in: (round: Round) => number
}

/** The measure of a variant in a round. Throws where it was not taken. */
export function measured(round: Round, variant: string, what: string): number {
  const value = round[variant]?.[what]
  if (value === undefined) throw new Error(`${what} of ${variant} was not measured`)
  return value
}

type Told = Omit<Figure, 'needs' | 'in'>

/** One measure of one variant. */
export const plain = (told: Told, variant: string, what: string): Figure => ({
  ...told,
  needs: [variant],
  in: (round) => measured(round, variant, what),
})

/** A measure of one variant over the same of another, both of the same round. */
export const ratio = (told: Told, what: string, over: string, under: string): Figure => ({
  ...told,
  needs: [over, under],
  in: (round) => measured(round, over, what) / measured(round, under, what),
})
