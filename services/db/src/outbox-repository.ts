import { sql } from 'kysely'
import type { CuepointDatabase, Tx } from './client.ts'
import { listenTo } from './listen.ts'
import { inSeconds, rightNow, secondsAgo } from './seconds.ts'

/** The work that a committed fact can ask for. Payloads are ids and counters, nothing else. */
export type OutboxJob =
  | { job: 'process-clip'; payload: { clipId: string; attempt: number } }
  | { job: 'remove-clip'; payload: { clipId: string } }
  | { job: 'notify'; payload: { notificationId: string } }

/** Asks for work in the transaction of the fact that causes it: both are committed, or neither. */
export async function enqueue(tx: Tx, { job, payload }: OutboxJob): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ job, payload: JSON.stringify(payload) })
    .execute()
}

export type OutboxEntry = { id: string; job: string; payload: unknown }

/** How long a relay may keep a batch before another one takes it. */
const lentSeconds = 10

/** Up to `size` entries that wait, oldest first, lent to the caller for ten seconds. */
export async function takeOutboxBatch(tx: Tx, size: number): Promise<OutboxEntry[]> {
  const waiting = tx
    .selectFrom('outbox')
    .select('id')
    .where('rung_at', 'is', null)
    .where((eb) => eb.or([eb('taken_until', 'is', null), eb('taken_until', '<', rightNow())]))
    .orderBy('id')
    .limit(size)
    .forUpdate()
    .skipLocked()
  const entries = await tx
    .updateTable('outbox')
    .set({ taken_until: inSeconds(lentSeconds) })
    // As an array it is asked once: a plan that asks a locking subquery per row takes more than `size`.
    .where('id', '=', sql<string>`any (array(${waiting}))`)
    .returning([sql<string>`id::text`.as('id'), 'job', 'payload'])
    .execute()
  return entries.sort((one, other) => Number(one.id) - Number(other.id))
}

export async function markOutboxRung(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('outbox')
    .set({ rung_at: rightNow() })
    .where('id', 'in', [...ids])
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

/** Calls back whenever someone commits an entry, and after a lost connection is back; resolves to the end of it. */
export function listenToOutbox(database: CuepointDatabase, onRing: () => void): Promise<() => Promise<void>> {
  return listenTo(database.pool, 'outbox', { onNotice: onRing, onAgain: onRing })
}
