import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { rightNow } from './seconds.ts'

/** Where a reader was in a clip, for resuming. */
export async function savePosition(
  tx: Tx,
  { clipId, personId, atMs }: { clipId: string; personId: string; atMs: number },
): Promise<void> {
  await tx
    .insertInto('playback_position')
    .values({ clip_id: clipId, person_id: personId, at_ms: atMs })
    .onConflict((conflict) =>
      conflict.columns(['clip_id', 'person_id']).doUpdateSet({ at_ms: atMs, updated_at: rightNow() }),
    )
    .execute()
}

/** That a person looked. Within a minute, looking again is the same look. */
export async function recordView(tx: Tx, clipId: string, personId: string): Promise<void> {
  await tx
    .insertInto('clip_view')
    .values({ clip_id: clipId, person_id: personId })
    .onConflict((conflict) =>
      conflict
        .columns(['clip_id', 'person_id'])
        .doUpdateSet({ last_at: rightNow() })
        .where('clip_view.last_at', '<', sql<Date>`now() - interval '1 minute'`),
    )
    .execute()
}

export type ClipViewer = { person_id: string; name: string; first_at: Date; last_at: Date }

/** Who looked, the latest first. */
export function listViewers(tx: Tx, clipId: string): Promise<ClipViewer[]> {
  return tx
    .selectFrom('clip_view as view')
    .innerJoin('person', 'person.id', 'view.person_id')
    .select(['view.person_id', 'person.name', 'view.first_at', 'view.last_at'])
    .where('view.clip_id', '=', clipId)
    .orderBy('view.last_at', 'desc')
    .execute()
}
