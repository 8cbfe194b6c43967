import { sql } from 'kysely'
import type { Tx } from './client.ts'

/** True while the clip waits to be removed; false when it is gone or was never asked to go. */
export async function isDeleting(tx: Tx, clipId: string): Promise<boolean> {
  const clip = await tx
    .selectFrom('clip')
    .select('id')
    .where('id', '=', clipId)
    .where('state', '=', 'deleting')
    .executeTakeFirst()
  return clip !== undefined
}

/**
 * Called once its objects are gone. The row goes with everything said about it, the bells that name it go too, and
 * a tombstone stays. False when there was nothing to remove.
 */
export async function removeClip(tx: Tx, clipId: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('clip')
    .where('id', '=', clipId)
    .where('state', '=', 'deleting')
    .returning('program_id')
    .executeTakeFirst()
  if (!removed) return false
  await tx
    .insertInto('tombstone')
    .values({ clip_id: clipId, program_id: removed.program_id })
    .onConflict((conflict) => conflict.column('clip_id').doNothing())
    .execute()
  await tx.deleteFrom('outbox').where(sql<string>`payload ->> 'clipId'`, '=', clipId).execute()
  return true
}
