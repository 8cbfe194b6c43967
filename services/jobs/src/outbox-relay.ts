import { BadJobPayload } from './define-job.ts'
import type { Ringer } from './producer.ts'
import type { QueueLog } from './queue-settings.ts'
import { errorCode } from './redis-connection.ts'
import { createRounds } from './rounds.ts'

export interface OutboxRow {
  /** A bigint, as text. */
  readonly id: string
  readonly job: string
  readonly payload: unknown
}

/** The outbox as the relay sees it. Several relays may run: a row is with one of them at a time. */
export interface OutboxSource {
  /**
   * Hands `ring` up to `size` rows that were committed and not rung yet, oldest first, and marks those whose
   * ids it returns. The rows are nobody else's until it is done, and are free again if this process dies.
   * Resolves to how many rows were handed over.
   */
  takeBatch(size: number, ring: (rows: readonly OutboxRow[]) => Promise<readonly string[]>): Promise<number>
  /** Calls back whenever somebody committed rows; resolves to what ends the listening. */
  listen(onRing: () => void): Promise<() => Promise<void>>
}

export interface OutboxRelay {
  start(): Promise<void>
  /** Rings everything that waits now; resolves to how many rows were rung. Throws when the queue is away. */
  drain(): Promise<number>
  stop(): Promise<void>
}

export interface OutboxRelayOptions {
  readonly source: OutboxSource
  readonly producer: Ringer
  readonly log: QueueLog
  readonly batchSize?: number
  /** For the case that a notification was missed; the notifications are what makes it quick. */
  readonly pollMs?: number
}

/**
 * Commit, then ring. A crash between ringing and marking rings a second time, which the job's key turns into
 * nothing while the first waits or runs, and every job may run twice.
 */
export function createOutboxRelay({
  source,
  producer,
  log,
  batchSize = 100,
  pollMs = 5_000,
}: OutboxRelayOptions): OutboxRelay {
  let endListening: (() => Promise<void>) | undefined
  const rounds = createRounds({
    everyMs: pollMs,
    run: async () => void (await drain()),
    onTrouble: (error) =>
      log.warn({ code: errorCode(error) }, 'outbox waits: the queue or the database is away'),
  })

  async function ringRow(row: OutboxRow): Promise<void> {
    try {
      await producer.ringStored(row.job, row.payload)
    } catch (error) {
      if (!(error instanceof BadJobPayload)) throw error
      // It can never be rung. Left in place it would hold up everything behind it; what it was for is still
      // in the truth, from which the reconciler rings.
      log.error({ outboxId: row.id, job: row.job }, 'outbox row is not a job')
    }
  }

  async function drain(): Promise<number> {
    let total = 0
    for (;;) {
      let trouble: unknown
      const taken = await source.takeBatch(batchSize, async (rows) => {
        const rung: string[] = []
        for (const row of rows) {
          try {
            await ringRow(row)
          } catch (error) {
            // What was rung before it stays rung; the rest waits for the queue to come back.
            trouble = error
            break
          }
          rung.push(row.id)
        }
        total += rung.length
        return rung
      })
      if (trouble !== undefined) throw trouble
      if (taken < batchSize) return total
    }
  }

  return {
    drain,
    async start() {
      endListening = await source.listen(rounds.wake)
      rounds.start()
    },
    async stop() {
      await endListening?.()
      await rounds.stop()
    },
  }
}
