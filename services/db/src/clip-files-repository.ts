import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { rightNow, secondsAgo } from './seconds.ts'

/** A file a player may ask for. Without a size it is promised: listed, and still to be made. */
export type MediaFile = {
  name: string
  contentType: string
  sizeBytes: number | null
  /** Of a segment, in milliseconds and fractions of them: a playlist's sum must not drift. */
  durationMs?: number | null
}

export type WrittenFile = MediaFile & { sizeBytes: number }

export type StoredFile = {
  name: string
  content_type: string
  duration_ms: number | null
  written_by: string | null
  size_bytes: number | null
}

const ROWS_AT_ONCE = 1_000

/**
 * Writes files down under a media id: new ones, and those that were promised. What was written by a run stays as it
 * is, so that nothing changes under a player. The caller has made sure that the run still holds its claim.
 */
export async function writeFiles(
  tx: Tx,
  { clipId, mediaId, writtenBy }: { clipId: string; mediaId: string; writtenBy: string },
  files: readonly MediaFile[],
): Promise<void> {
  for (let from = 0; from < files.length; from += ROWS_AT_ONCE) {
    const rows = files.slice(from, from + ROWS_AT_ONCE).map((file) => ({
      clip_id: clipId,
      media_id: mediaId,
      name: file.name,
      content_type: file.contentType,
      duration_ms: file.durationMs ?? null,
      written_by: file.sizeBytes === null ? null : writtenBy,
      size_bytes: file.sizeBytes,
    }))
    await tx
      .insertInto('clip_file')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['clip_id', 'media_id', 'name'])
          .doUpdateSet((eb) => ({
            written_by: eb.ref('excluded.written_by'),
            size_bytes: eb.ref('excluded.size_bytes'),
            duration_ms: sql<number | null>`coalesce(excluded.duration_ms, clip_file.duration_ms)`,
          }))
          // A promise that is kept, or the same file of the same run, whose length is known by now.
          .where(sql<boolean>`excluded.written_by = coalesce(clip_file.written_by, excluded.written_by)`),
      )
      .execute()
  }
}

/** What is listed under a media id, by name. */
export function listFiles(tx: Tx, clipId: string, mediaId: string): Promise<StoredFile[]> {
  return tx
    .selectFrom('clip_file')
    .select(['name', 'content_type', 'duration_ms', 'written_by', 'size_bytes'])
    .where('clip_id', '=', clipId)
    .where('media_id', '=', mediaId)
    .orderBy('name')
    .execute()
}

/** Takes back what was promised and will not be made. */
export async function dropPromises(tx: Tx, clipIds: readonly string[]): Promise<void> {
  if (clipIds.length === 0) return
  await tx
    .deleteFrom('clip_file')
    .where('clip_id', 'in', [...clipIds])
    .where('written_by', 'is', null)
    .execute()
}

/** What pages were given before this media id: what is made of it stays for those who have it open, its promises end. */
export async function supersedeFiles(tx: Tx, clipId: string, mediaId: string): Promise<void> {
  await tx
    .deleteFrom('clip_file')
    .where('clip_id', '=', clipId)
    .where('media_id', '<>', mediaId)
    .where('written_by', 'is', null)
    .execute()
  await tx
    .updateTable('clip_file')
    .set({ superseded_at: rightNow() })
    .where('clip_id', '=', clipId)
    .where('media_id', '<>', mediaId)
    .where('superseded_at', 'is', null)
    .execute()
}

/** What was superseded longer ago than that is served no more. Returns how many files went. */
export async function forgetFiles(tx: Tx, olderThanSeconds: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('clip_file')
    .where('superseded_at', '<', secondsAgo(olderThanSeconds))
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export type AskedMedia = {
  ownerId: string
  /** Whether this is what a page that asks now is given. */
  current: boolean
  playlist: string
  contentType: string
  writtenBy: string | null
  sizeBytes: number | null
}

/** One listed file of a clip that can be watched; undefined for every other name. */
export async function findMediaFile(
  tx: Tx,
  { clipId, mediaId, file }: { clipId: string; mediaId: string; file: string },
): Promise<AskedMedia | undefined> {
  const found = await tx
    .selectFrom('clip')
    .innerJoin('clip_file as listed', 'listed.clip_id', 'clip.id')
    .select([
      'clip.owner_id',
      'clip.media_id',
      sql<string>`clip.media ->> 'playlist'`.as('playlist'),
      'listed.content_type',
      'listed.written_by',
      'listed.size_bytes',
    ])
    .where('clip.id', '=', clipId)
    .where('clip.state', '=', 'ready')
    .where('listed.media_id', '=', mediaId)
    .where('listed.name', '=', file)
    .executeTakeFirst()
  return (
    found && {
      ownerId: found.owner_id,
      current: found.media_id === mediaId,
      playlist: found.playlist,
      contentType: found.content_type,
      writtenBy: found.written_by,
      sizeBytes: found.size_bytes,
    }
  )
}
