import { sql } from 'kysely'
import type { CuepointDatabase } from './client.ts'
import { listenTo } from './listen.ts'

type OutboxRow = { readonly id: string; readonly job: string; readonly payload: unknown }

/** The outbox for the relay that carries it to the queue; runs with the worker's role. */
export function createOutboxSource(db: CuepointDatabase, onTrouble?: (error: Error) => void) {
  return {
    /**
     * Hands `ring` up to `size` unrung rows, oldest first, and marks those whose ids it returns. The rows are
     * locked meanwhile: another relay passes over them, and a crash of this one frees them. Resolves to how
     * many were handed over.
     */
    takeBatch(
      size: number,
      ring: (rows: readonly OutboxRow[]) => Promise<readonly string[]>,
    ): Promise<number> {
      return db.asRole(async (tx) => {
        const { rows } = await sql<OutboxRow>`
          select id::text as id, job, payload from outbox
          where rung_at is null order by id limit ${size} for update skip locked
        `.execute(tx)
        if (rows.length === 0) return 0
        const rung = await ring(rows)
        if (rung.length > 0) {
          await sql`update outbox set rung_at = now() where id = any (${rung}::bigint[])`.execute(tx)
        }
        return rows.length
      })
    },
    /** Calls back whenever rows were committed; resolves to what ends the listening. */
    listen: (onRing: () => void): Promise<() => Promise<void>> =>
      listenTo(db.pool, 'outbox', {
        onNotice: onRing,
        onAgain: onRing,
        ...(onTrouble ? { onLost: onTrouble } : {}),
      }),
  }
}
