import { OTHERS_AT_MOST } from './weather.ts'

/** What one turn of one variant came to, by what was measured. */
export type Turn = { readonly othersShare: number; readonly seen: Readonly<Record<string, number>> }
export type Variant = {
  readonly name: string
  readonly run: () => Promise<Turn>
  /** Takes so long that it need not have a turn in every round. */
  readonly isLong?: boolean
}
/** What was seen in one round, by variant and measure. */
export type Round = Readonly<Record<string, Readonly<Record<string, number>>>>

export type Counted = {
  readonly rounds: readonly Round[]
  readonly thrownOut: number
  /** Rounds that had to be counted although others were busy: the repeats were used up. */
  readonly disturbed: number
}

/**
 * Runs every variant once a round, each round beginning with another, until so many rounds count. A round in which
 * others were busy is thrown out as soon as that is seen and done again, until `repeats` are used up: then the machine
 * is taken as it is.
 */
export async function countRounds(
  variants: readonly Variant[],
  {
    wanted,
    repeats,
    long = wanted,
  }: {
    readonly wanted: number
    readonly repeats: number
    /** In how many rounds, from the first on, those that take long have their turn. */
    readonly long?: number
  },
  say: (line: string) => void,
): Promise<Counted> {
  const rounds: Round[] = []
  let thrownOut = 0
  let disturbed = 0
  while (rounds.length < wanted) {
    const mayRepeat = thrownOut < repeats
    const having = variants.filter(({ isLong }) => isLong !== true || rounds.length < long)
    const round = await oneRound(inTurn(having, rounds.length + thrownOut), mayRepeat, say)
    if (round === undefined) {
      thrownOut += 1
      continue
    }
    if (round.disturbed) disturbed += 1
    rounds.push(round.seen)
  }
  return { rounds, thrownOut, disturbed }
}

async function oneRound(
  variants: readonly Variant[],
  mayRepeat: boolean,
  say: (line: string) => void,
): Promise<{ seen: Round; disturbed: boolean } | undefined> {
  const seen: Record<string, Readonly<Record<string, number>>> = {}
  let worst = 0
  for (const { name, run } of variants) {
    const turn = await run()
    worst = Math.max(worst, turn.othersShare)
    const others = `others ${(turn.othersShare * 100).toFixed(0)} %`
    say(`    ${name.padEnd(22)} ${describe(turn.seen)}  ${others}`)
    if (turn.othersShare > OTHERS_AT_MOST && mayRepeat) {
      say(`    thrown out: ${others}`)
      return undefined
    }
    seen[name] = turn.seen
  }
  return { seen, disturbed: worst > OTHERS_AT_MOST }
}

/** Each round begins one further on, so that whatever grows warm or full on the way meets all alike. */
export function inTurn<Item>(items: readonly Item[], round: number): readonly Item[] {
  const from = items.length === 0 ? 0 : round % items.length
  return [...items.slice(from), ...items.slice(0, from)]
}

const describe = (seen: Readonly<Record<string, number>>): string =>
  Object.entries(seen)
    .map(([measure, value]) => `${measure} ${Number(value.toFixed(3))}`)
    .join('  ')
