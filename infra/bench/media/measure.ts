import { availableParallelism } from 'node:os'
import type { Figure, Piece } from './figure.ts'
import { figures } from './figures.ts'
import { floorFigures } from './floor.ts'
import { type MediaStage, openMediaStage } from './media-stage.ts'
import { rounded, spreadOf } from './medians.ts'
import type { MediaOptions } from './options.ts'
import { qualityFigures } from './quality.ts'
import { countRounds } from './rounds.ts'
import { variantsOf } from './variants.ts'

type Result = Record<string, number>

/** What is interleaved with what: variants of one group take turns in every round, each once for all its pieces. */
const groups: readonly (readonly Piece[])[] = [
  ['playable'],
  ['ladder', 'peers', 'ranges', 'memory'],
  ['faults'],
]

/** Measures the wanted pieces. One that breaks is told and counted; the others are measured all the same. */
export async function measure(options: MediaOptions, say: (line: string) => void): Promise<Result> {
  const stage = await openMediaStage(options.seconds, say)
  const result: Result = {}
  let broken = 0
  const attempt = async (name: string, work: () => Promise<Result>): Promise<void> => {
    say(`\n${name}`)
    try {
      merge(result, await work())
    } catch (error) {
      broken += 1
      say(`    broke: ${error instanceof Error ? `${error.message}${causeOf(error)}` : String(error)}`)
    }
  }
  try {
    say(`processor time is counted by ${stage.book.method}`)
    for (const group of groups) {
      const wanted = figures.filter(({ piece }) => group.includes(piece) && options.only.includes(piece))
      if (wanted.length > 0) await attempt(group.join(' and '), () => inRounds(stage, wanted, options))
    }
    if (options.only.includes('quality')) await attempt('quality', () => qualityFigures(stage))
    if (options.only.includes('floor'))
      await attempt('floor', async () =>
        floorFigures(stage, await stage.inputs.short('h264'), Math.min(4, availableParallelism())),
      )
  } finally {
    await stage.close()
  }
  return {
    ...result,
    secondsOfShortClips: options.seconds,
    rounds: options.rounds,
    longRounds: options.longRounds,
    piecesFailed: broken,
  }
}

async function inRounds(
  stage: MediaStage,
  wanted: readonly Figure[],
  { rounds, longRounds, repeats }: MediaOptions,
): Promise<Result> {
  const needed = new Set(wanted.flatMap(({ needs }) => needs))
  const variants = variantsOf(stage).filter(({ name }) => needed.has(name))
  const counted = await countRounds(variants, { wanted: rounds, repeats, long: longRounds }, stage.say)
  const result: Result = { roundsThrownOut: counted.thrownOut, roundsDisturbed: counted.disturbed }
  for (const figure of wanted) {
    const taken = counted.rounds.filter((round) => figure.needs.every((name) => name in round))
    const spread = spreadOf(taken.map(figure.in))
    const value = rounded(figure.of === 'most' ? spread.most : spread.median)
    result[figure.key] = value
    if (taken.length > 1) {
      result[`${figure.key}Least`] = rounded(spread.least)
      result[`${figure.key}Most`] = rounded(spread.most)
    }
    stage.say(
      `  ${figure.key.padEnd(34)} ${value}  (${rounded(spread.least)} to ${rounded(spread.most)})  ${figure.means}`,
    )
  }
  return result
}

/** Counts of rounds add up over the pieces; every other key is only there once. */
function merge(into: Result, more: Result): void {
  for (const [key, value] of Object.entries(more))
    into[key] = key.startsWith('rounds') ? (into[key] ?? 0) + value : value
}

const causeOf = ({ cause }: Error): string => (cause instanceof Error ? ` (${cause.message})` : '')
