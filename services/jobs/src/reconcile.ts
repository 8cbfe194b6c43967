import type { Ringer } from './producer.ts'
import type { QueueLog } from './queue-settings.ts'
import { errorCode } from './redis-connection.ts'
import { createRounds } from './rounds.ts'

/** The truth about unfinished work: what PostgreSQL says should be waiting or running and nobody has touched lately. */
export interface UnfinishedWork {
  /** Job names and payloads, at most `size`, the longest untouched first. */
  listUnfinished(size: number): Promise<readonly { readonly job: string; readonly payload: unknown }[]>
}

export interface Reconciler {
  start(): void
  /** One round now; resolves to how many were rung. */
  reconcile(): Promise<number>
  stop(): Promise<void>
}

/**
 * PostgreSQL is the truth and the queue only the bell: whatever the queue lost (an emptied Redis, a crash at
 * the wrong moment) is rung again. Ringing for what the queue still has changes nothing.
 */
export function createReconciler(options: {
  readonly work: UnfinishedWork
  readonly producer: Ringer
  readonly log: QueueLog
  readonly everyMs?: number
  readonly batchSize?: number
}): Reconciler {
  const { work, producer, log, everyMs = 30_000, batchSize = 500 } = options

  async function reconcile(): Promise<number> {
    await producer.keepRepeats()
    let rung = 0
    for (const { job, payload } of await work.listUnfinished(batchSize)) {
      await producer.ringStored(job, payload)
      rung += 1
    }
    return rung
  }

  const rounds = createRounds({
    everyMs,
    run: async () => void (await reconcile()),
    onTrouble: (error) => log.warn({ code: errorCode(error) }, 'reconciling put off'),
  })
  return { start: rounds.start, stop: rounds.stop, reconcile }
}
