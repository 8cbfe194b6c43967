import { parseArgs } from 'node:util'
import { PlainFault } from '../../local/plain-fault.ts'
import { type Piece, pieces } from './figure.ts'

export type MediaOptions = {
  readonly mode: 'measure' | 'quality' | 'table'
  readonly only: readonly Piece[]
  readonly rounds: number
  /** Of the short clips; the long ones are ten times as long. */
  readonly seconds: number
  /** Where `table` reads its figures; undefined for those beside the page. */
  readonly file: string | undefined
}

const usage =
  'npm run bench -- media [--only PIECE[,PIECE]] [--rounds N] [--seconds N] [--json FILE], or media quality, or media table [FILE].\n' +
  `Pieces: ${pieces.join(', ')}.`

/** Throws PlainFault for what it does not know. */
export function readOptions(args: readonly string[]): MediaOptions {
  const { values, positionals } = parse(args)
  const [mode = 'measure', file] = positionals
  if (mode !== 'measure' && mode !== 'quality' && mode !== 'table') throw new PlainFault(usage)
  const only = (values.only ?? []).flatMap((words) => words.split(',')).map(pieceOf)
  return {
    mode,
    only: only.length > 0 ? [...new Set(only)] : pieces,
    rounds: count(values.rounds, 3),
    seconds: count(values.seconds, mode === 'quality' ? 20 : 60),
    file,
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

function count(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise)
  if (!Number.isSafeInteger(value) || value < 1) throw new PlainFault(usage)
  return value
}
