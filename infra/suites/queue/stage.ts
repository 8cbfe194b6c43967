import type { QueueLog, QueueSettings } from '@cuepoint/jobs'
import { createConsumerOf, type JobConsumer, type JobRun } from '@cuepoint/jobs/consumer'
import { createProducerOf, type JobProducer } from '@cuepoint/jobs/producer'
import type { Store } from './store.ts'
import { type TrialName, trialJobs } from './trial-jobs.ts'

export type TrialRun = JobRun & { readonly job: TrialName; readonly name: string; readonly atMs: number }
export type Handle = (run: TrialRun) => Promise<void>

export const quick = { lockMs: 600, stalledCheckMs: 300 } as const
const PATIENCE_MS = 20_000

/** What one check works with: a queue of its own, a record of what ran, and everything closed at its end. */
export type Stage = {
  readonly store: Store
  readonly settings: QueueSettings
  readonly producer: JobProducer<typeof trialJobs>
  readonly log: QueueLog
  /** Every run that began, in order, over all consumers of this check. */
  readonly runs: TrialRun[]
  readonly consume: (handle?: Handle) => Promise<JobConsumer>
  /** Resolves when the condition holds; rejects with `what` after 20 s. Looked at whenever a run begins or ends. */
  readonly until: (what: string, condition: () => boolean | Promise<boolean>) => Promise<void>
  readonly atEnd: (close: () => Promise<unknown>) => void
}

export const silent: QueueLog = { debug() {}, info() {}, warn() {}, error() {} }

export async function onStage(store: Store, play: (stage: Stage) => Promise<void>): Promise<void> {
  const settings = await store.fresh()
  const producer = await createProducerOf(trialJobs, { settings, log: silent })
  const closers: (() => Promise<unknown>)[] = [() => producer.close()]
  const runs: TrialRun[] = []

  const consume = async (handle: Handle = async () => undefined): Promise<JobConsumer> => {
    const handlerFor =
      (job: TrialName) =>
      async ({ name }: { name: string }, run: JobRun): Promise<void> => {
        const entry = { ...run, job, name, atMs: performance.now() }
        runs.push(entry)
        await handle(entry)
      }
    const consumer = await createConsumerOf(trialJobs, {
      settings,
      log: silent,
      ...quick,
      handlers: {
        work: handlerFor('work'),
        ordered: handlerFor('ordered'),
        limited: handlerFor('limited'),
        beat: handlerFor('beat'),
      },
    })
    closers.push(() => consumer.close({ graceMs: 0, limitMs: 1_000 }))
    return consumer
  }

  const until: Stage['until'] = async (what, condition) => {
    const endsMs = performance.now() + PATIENCE_MS
    while (!(await condition())) {
      if (performance.now() > endsMs) throw new Error(`waited 20 s in vain: ${what}`)
      const { promise, resolve } = Promise.withResolvers<void>()
      setTimeout(resolve, 10)
      await promise
    }
  }

  try {
    const atEnd = (close: () => Promise<unknown>) => void closers.push(close)
    await play({ store, settings, producer, log: silent, runs, consume, until, atEnd })
  } finally {
    for (const close of closers.toReversed()) await close().catch(() => undefined)
  }
}

export function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
