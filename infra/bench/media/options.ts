import { parseArgs } from 'node:util'
import { PlainFault } from '../../local/plain-fault.ts'
import { type Piece, pieces } from './figure.ts'

export type MediaOptions = {
  readonly mode: 'measure' | 'quality' | 'table'
  readonly only: readonly Piece[]
  readonly rounds: number
  /** How many of them the long clip is made whole in: it takes as long as half of the others together. */
  readonly longRounds: number
  /** How many rounds of a piece may be thrown out before the machine is taken as it is. */
  readonly repeats: number
  /** Of the short clips; the long ones are ten times as long. */
  readonly seconds: number
  /** Where `table` reads its figures; none for those beside the page. */
  readonly files: readonly string[]
}

const usage =
  'npm run bench -- media [--only PIECE[,PIECE]] [--rounds N] [--long-rounds N] [--repeats N] [--seconds N] [--json FILE], or media quality, or media table [FILE ...].\n' +
  `Pieces: ${pieces.join(', ')}.`

/** Throws PlainFault for what it does not know. */
export function readOptions(args: readonly string[]): MediaOptions {
  const { values, positionals } = parse(args)
  const [mode = 'measure', ...files] = positionals
  if (mode !== 'measure' && mode !== 'quality' && mode !== 'table') throw new PlainFault(usage)
  const only = (values.only ?? []).flatMap((words) => words.split(',')).map(pieceOf)
  const rounds = count(values.rounds, 3)
  return {
    mode,
    only: only.length > 0 ? [...new Set(only)] : pieces,
    rounds,
    longRounds: Math.min(rounds, count(values['long-rounds'], rounds)),
    repeats: count(values.repeats, rounds * 2, 0),
    seconds: count(values.seconds, mode === 'quality' ? 20 : 60),
    files,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        'long-rounds': { type: 'string' },
        repeats: { type: 'string' },
        seconds: { type: 'string' },
      },
    })
  } catch {
    throw new PlainFault(usage)
  }
}

function pieceOf(word: string): Piece {
  const piece = pieces.find((known) => known === word)
  if (piece === undefined) throw new PlainFault(usage)
  return piece
}

function count(text: string | undefined, otherwise: number, least = 1): number {
  const value = Number(text ?? otherwise)
  if (!Number.isSafeInteger(value) || value < least) throw new PlainFault(usage)
  return value
}
