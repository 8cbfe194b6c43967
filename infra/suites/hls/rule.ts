import type { Ladder } from './ladder.ts'

/** One thing that a document asks of a ladder. Pure: what it judges was read before. */
export type Rule = {
  /** Where it is written; a bare number is a section of RFC 8216. */
  readonly section: string
  readonly says: string
  /** What does not keep it; empty when all does. */
  readonly find: (ladder: Ladder) => readonly string[]
}
