import type { QueueSettings } from '@cuepoint/jobs'
import { createConsumerOf } from '@cuepoint/jobs/consumer'
import { quick, silent } from './stage.ts'
import { trialJobs } from './trial-jobs.ts'

/** A worker process made to be killed: it tells its parent that a job has begun and never ends it. */
process.once('message', ({ settings }: { settings: QueueSettings }) => {
  const begin = async (): Promise<void> => {
    process.send?.('begun')
    await new Promise(() => undefined)
  }
  void createConsumerOf(trialJobs, {
    settings,
    log: silent,
    ...quick,
    handlers: { work: begin, ordered: begin, limited: begin, beat: begin },
  })
})
