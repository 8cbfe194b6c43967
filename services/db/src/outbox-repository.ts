import type { Tx } from './client.ts'
import { secondsAgo } from './seconds.ts'

/** The work that a committed fact can ask for. Payloads are ids and counters, nothing else. */
export type OutboxJob =
  | { job: 'process-clip'; payload: { clipId: string; attempt: number } }
  | { job: 'encode-part'; payload: { clipId: string; mediaId: string; part: number; turn: number } }
  | { job: 'finish-clip'; payload: { clipId: string; mediaId: string } }
  | { job: 'remove-clip'; payload: { clipId: string } }
  | { job: 'notify'; payload: { notificationId: string } }

/** Asks for work in the transaction of the fact that causes it: both are committed, or neither. */
export async function enqueue(tx: Tx, { job, payload }: OutboxJob): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ job, payload: JSON.stringify(payload) })
    .execute()
}

/** Forgets what was rung longer ago than that. Returns how many entries went. */
export async function purgeOutbox(tx: Tx, olderThanSeconds: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('outbox')
    .where('rung_at', '<', secondsAgo(olderThanSeconds))
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
