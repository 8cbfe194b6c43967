import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { listFiles, type StoredFile, type WrittenFile, writeFiles } from './clip-files-repository.ts'
import { held, mostTries, type ProcessingClaim } from './clip-processing-repository.ts'
import type { StoredMedia } from './schema.ts'
import { inSeconds } from './seconds.ts'

export type FinishFacts = {
  claim: ProcessingClaim
  /** What pages have been given, and what the finished clip goes on under. */
  mediaId: string
  originalKey: string
  sizeBytes: number
  media: StoredMedia
  durationMs: number
  plan: unknown
  files: readonly StoredFile[]
  /** All of the ladder was made. */
  whole: boolean
  tries: number
}

/**
 * Begins the last step: everything that could be made is. `writtenBy` is this run's prefix and its claim. `stale`: it
 * is done already, or something of it is still in work. What was begun too often is finished as it is.
 */
export async function claimFinish(
  tx: Tx,
  { clipId, mediaId, writtenBy }: { clipId: string; mediaId: string; writtenBy: string },
  leaseSeconds: number,
): Promise<FinishFacts | 'stale'> {
  const begun = await tx
    .updateTable('clip')
    .set((eb) => ({
      claim_id: writtenBy,
      state_deadline: inSeconds(leaseSeconds),
      tries: eb('tries', '+', 1),
    }))
    .where('id', '=', clipId)
    .where('state', '=', 'ready')
    .where('unfinished', '=', true)
    .where('media_id', '=', mediaId)
    .where('plan', 'is not', null)
    .where(
      sql<boolean>`not exists (select from clip_part p where p.clip_id = clip.id and p.media_id = clip.media_id and p.state in ('waiting', 'running'))`,
    )
    .returning(['attempt', 'original_key', 'size_bytes', 'media', 'duration_ms', 'plan', 'tries'])
    .executeTakeFirst()
  if (!begun?.media) return 'stale'
  if (begun.tries > mostTries) {
    await endFinish(tx, { clipId, attempt: begun.attempt, mediaId: writtenBy }, begun.media)
    return 'stale'
  }
  const failed = await tx
    .selectFrom('clip_part')
    .select('part')
    .where('clip_id', '=', clipId)
    .where('media_id', '=', mediaId)
    .where('state', '=', 'failed')
    .execute()
  return {
    claim: { clipId, attempt: begun.attempt, mediaId: writtenBy },
    mediaId,
    originalKey: begun.original_key ?? '',
    sizeBytes: begun.size_bytes ?? 0,
    media: begun.media,
    durationMs: begun.duration_ms ?? 0,
    plan: begun.plan,
    files: await listFiles(tx, clipId, mediaId),
    whole: failed.length === 0,
    tries: begun.tries,
  }
}

/** The clip is complete. False when the claim is lost. */
export async function finishClip(
  tx: Tx,
  claim: ProcessingClaim,
  mediaId: string,
  { media, files }: { media: StoredMedia; files: readonly WrittenFile[] },
): Promise<boolean> {
  if (!(await endFinish(tx, claim, media))) return false
  await writeFiles(tx, { clipId: claim.clipId, mediaId, writtenBy: claim.mediaId }, files)
  return true
}

/** Told to stop: the step is free again. False when the claim is lost. */
export async function releaseFinish(tx: Tx, claim: ProcessingClaim): Promise<boolean> {
  const released = await held(tx, claim)
    .set((eb) => ({ claim_id: null, state_deadline: null, tries: eb('tries', '-', 1) }))
    .where('plan', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return released !== undefined
}

async function endFinish(tx: Tx, claim: ProcessingClaim, media: StoredMedia): Promise<boolean> {
  const finished = await held(tx, claim)
    .set({
      claim_id: null,
      state_deadline: null,
      unfinished: false,
      plan: null,
      progress_percent: 100,
      remaining_ms: null,
      media: JSON.stringify(media),
    })
    .where('state', '=', 'ready')
    .returning('id')
    .executeTakeFirst()
  if (!finished) return false
  await tx.deleteFrom('clip_part').where('clip_id', '=', claim.clipId).execute()
  return true
}
