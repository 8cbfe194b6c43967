import { type Outcome, playMatrix } from './matrix.ts'
import { gaps, type Row, readTable } from './read-table.ts'
import { type Mode, openStage, type RightsGround } from './stage.ts'
import { table } from './table.ts'

export type Verdict = {
  figures: {
    routes: number
    cells: number
    differences: number
    foreignRowsPoliciesAlone: number
    differencesApplicationAlone: number
  }
  /** Everything that is not as it should be, one line each. */
  faults: string[]
}

export type PlayOptions = {
  rows?: readonly Row[]
  /** Whether the rows must be all the routes there are. */
  completeness?: boolean
}

/** The whole matrix three times: with both lines of defence, and with each of them alone. */
export async function playRights(
  ground: RightsGround,
  { rows = readTable(table), completeness = true }: PlayOptions = {},
): Promise<Verdict> {
  // Each run ends by itself before a fault of another one is told: they share the servers.
  const runs = await Promise.allSettled([
    playOne(ground, 'both', rows),
    playOne(ground, 'policies-alone', rows),
    playOne(ground, 'application-alone', rows),
  ])
  const failed = runs.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
  const [both, policies, application] = runs.map((each) => (each as PromiseFulfilledResult<Run>).value) as [
    Run,
    Run,
    Run,
  ]
  const missing = completeness ? gaps(rows, both.routes) : []
  const wrong = [...missing, ...both.outcome.differences, ...both.outcome.foreignRows]
  const alone = [...application.outcome.differences, ...application.outcome.foreignRows]
  const say = (mode: string, lines: readonly string[]) => lines.map((line) => `${mode}: ${line}`)
  return {
    figures: {
      routes: both.routes.length,
      cells: both.outcome.cells,
      differences: wrong.length,
      foreignRowsPoliciesAlone: policies.outcome.foreignRows.length,
      differencesApplicationAlone: alone.length,
    },
    faults: [
      ...say('both', wrong),
      ...say('policies alone', policies.outcome.foreignRows),
      ...say('application alone', alone),
    ],
  }
}

type Run = { routes: string[]; outcome: Outcome }

async function playOne(ground: RightsGround, mode: Mode, rows: readonly Row[]): Promise<Run> {
  const stage = await openStage(ground, mode)
  try {
    const { routes } = stage.test
    return {
      routes,
      outcome: await playMatrix(
        stage,
        rows.filter((row) => routes.includes(row.route)),
      ),
    }
  } finally {
    await stage.close()
  }
}
