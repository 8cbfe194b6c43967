import { sql } from 'kysely'
import type { Tx } from './client.ts'
import type { MediaFile } from './schema.ts'
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

export type PublishedMedia = { ownerId: string; mediaId: string; playlist: string }

/** What is published of a clip now; undefined for one that cannot be watched. */
export async function findPublished(tx: Tx, clipId: string): Promise<PublishedMedia | undefined> {
  const clip = await tx
    .selectFrom('clip')
    .select(['owner_id', 'media_id', sql<string>`media ->> 'playlist'`.as('playlist')])
    .where('id', '=', clipId)
    .where('state', '=', 'ready')
    .executeTakeFirst()
  return clip?.media_id
    ? { ownerId: clip.owner_id, mediaId: clip.media_id, playlist: clip.playlist }
    : undefined
}

/** The files of one publish, which never change; undefined when it is not the clip's. */
export async function findMediaFiles(
  tx: Tx,
  clipId: string,
  mediaId: string,
): Promise<readonly MediaFile[] | undefined> {
  const clip = await tx
    .selectFrom('clip')
    .select('media_files')
    .where('id', '=', clipId)
    .where('media_id', '=', mediaId)
    .executeTakeFirst()
  return clip?.media_files ?? undefined
}
