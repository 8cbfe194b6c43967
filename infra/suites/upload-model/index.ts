import { startWorker } from '@cuepoint/infra/local'
import fc from 'fast-check'
import { Client } from 'pg'
import type { Bound } from '../../local/figures-runner.ts'
import { sweepNow } from '../recovery/truth.ts'
import { openProductStage, type ProductStage } from '../stage/product-stage.ts'
import { signInTeacher } from '../stage/teacher.ts'
import { commands } from './commands.ts'
import { openLeftovers } from './leftovers.ts'
import { emptyModel } from './model.ts'
import { openReal } from './real.ts'

export const about = {
  name: 'upload-model',
  proves:
    'whatever is done to uploads in whatever order, the server and storage say what a model of a few lines says, and nothing is left behind',
  takes: 'about 5 minutes; an argument says how many runs instead of 500',
}

export const bounds: Readonly<Record<string, Bound>> = {
  divergences: { atMost: 0 },
  orphans: { atMost: 0 },
  openMultiparts: { atMost: 0 },
}

const GRACE_SECONDS = 2

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const runs = Number(args[0] ?? 500)
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error('how many runs is a whole number above 0')
  const stage = await openProductStage({ SWEEP_GRACE_SECONDS: String(GRACE_SECONDS) })
  const database = new Client({ connectionString: stage.product.env['DATABASE_URL'] })
  try {
    await database.connect()
    // What becomes of the files is not what is asked here.
    await stage.product.part('worker').stop()
    const teacher = await signInTeacher(stage.product.url, stage.product.env['DATABASE_URL'] ?? '')
    const leftovers = openLeftovers(stage.product.env)
    let done = 0
    let divergences = 0
    const property = fc.asyncProperty(fc.commands(commands, { maxCommands: 24 }), async (sequence) => {
      const real = await openReal(stage.product.url, teacher, database)
      await fc.asyncModelRun(() => ({ model: emptyModel(), real }), sequence)
      await real.end()
      done += 1
      if (done % 50 === 0) console.log(`  ${done} runs`)
    })
    try {
      const outcome = await fc.check(property, { numRuns: runs, endOnFailure: false })
      if (outcome.failed) {
        divergences = 1
        console.log(fc.defaultReportMessage(outcome), outcome.errorInstance)
      }
      await sweep(stage)
      return { runs: outcome.numRuns, divergences, ...(await leftovers.count(database)) }
    } finally {
      leftovers.close()
    }
  } finally {
    await database.end().catch(() => undefined)
    await stage.close()
  }
}

/** What silence left behind is the janitor's to take. */
async function sweep({ ground, product }: ProductStage): Promise<void> {
  const worker = await startWorker(ground, product.env, { name: 'janitor' })
  try {
    await sweepNow(product.env, GRACE_SECONDS)
  } finally {
    await worker.stop()
  }
}
