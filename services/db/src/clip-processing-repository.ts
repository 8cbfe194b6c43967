import type { FailReason, RejectReason } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { pickUpSeconds } from './clips-repository.ts'
import { recordFact } from './notification-repository.ts'
import { enqueue } from './outbox-repository.ts'
import type { MediaFile, StoredMedia } from './schema.ts'
import { inSeconds, rightNow } from './seconds.ts'

/**
 * The right to publish: the attempt it was started with, and the media prefix of this one run. A redelivered job
 * has the same attempt and another prefix; the run before it can then change nothing any more.
 */
export type ProcessingClaim = { clipId: string; attempt: number; mediaId: string }

export type ProcessingFacts = ProcessingClaim & {
  originalKey: string
  sizeBytes: number
  contentType: string | null
  /** How often this attempt was begun, this time included. */
  tries: number
}

/** What is tried more often than this is ended as `failed`: something about it ends the process that works on it. */
export const mostTries = 10

/**
 * Begins a run. `stale`: the job is about an attempt that is over (done, replaced, or the clip is going);
 * `spent`: it was tried often enough, and the clip has been moved to `failed`, to be retried by its owner.
 */
export async function claimProcessing(
  tx: Tx,
  { clipId, attempt, mediaId }: ProcessingClaim,
  leaseSeconds: number,
): Promise<ProcessingFacts | 'stale' | 'spent'> {
  const begun = await tx
    .updateTable('clip')
    .set((eb) => ({
      state: 'processing',
      state_since: sql<Date>`case when state = 'processing' then state_since else now() end`,
      state_deadline: inSeconds(leaseSeconds),
      claim_id: mediaId,
      tries: eb('tries', '+', 1),
      progress_percent: 0,
    }))
    .where('id', '=', clipId)
    .where('attempt', '=', attempt)
    .where('state', 'in', ['uploaded', 'processing'])
    .where('tries', '<', mostTries)
    .where('original_key', 'is not', null)
    .returning(['original_key', 'size_bytes', 'content_type', 'tries'])
    .executeTakeFirst()
  if (begun)
    return {
      clipId,
      attempt,
      mediaId,
      originalKey: begun.original_key ?? '',
      sizeBytes: begun.size_bytes ?? 0,
      contentType: begun.content_type,
      tries: begun.tries,
    }
  const spent = await tx
    .updateTable('clip')
    .set(failedAs('processing-interrupted', true))
    .where('id', '=', clipId)
    .where('attempt', '=', attempt)
    .where('state', 'in', ['uploaded', 'processing'])
    .where('tries', '>=', mostTries)
    .returning('id')
    .executeTakeFirst()
  return spent ? 'spent' : 'stale'
}

/** The run is alive, and how far it is. False when it has lost its claim: it may stop, nothing of it will be seen. */
export async function keepProcessing(
  tx: Tx,
  claim: ProcessingClaim,
  leaseSeconds: number,
  progressPercent?: number,
): Promise<boolean> {
  const kept = await held(tx, claim)
    .set({ state_deadline: inSeconds(leaseSeconds) })
    .$if(progressPercent !== undefined, (query) =>
      query.set({ progress_percent: Math.max(0, Math.min(100, Math.floor(progressPercent ?? 0))) }),
    )
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

/**
 * Flips the pointer: the files under the claim's prefix are what people watch from now on. False, and nothing
 * changed, when the claim is lost. Tells the owner, and those she shared it with while it was on its way.
 */
export async function publishClip(
  tx: Tx,
  claim: ProcessingClaim,
  made: { media: StoredMedia; files: readonly MediaFile[]; durationMs: number },
): Promise<boolean> {
  const published = await held(tx, claim)
    .set({
      state: 'ready',
      state_since: rightNow(),
      state_deadline: null,
      claim_id: null,
      progress_percent: 100,
      media_id: claim.mediaId,
      media: JSON.stringify(made.media),
      media_files: JSON.stringify(made.files),
      duration_ms: made.durationMs,
    })
    .returning('owner_id')
    .executeTakeFirst()
  if (!published) return false
  const { clipId } = claim
  await recordFact(tx, {
    personId: published.owner_id,
    kind: 'clip-ready',
    clipId,
    fact: `clip-ready:${clipId}`,
  })
  await tellReceivers(tx, clipId, published.owner_id)
  return true
}

/** A clip is told of once it can be watched; the teller is its owner, not the machine. */
async function tellReceivers(tx: Tx, clipId: string, ownerId: string): Promise<void> {
  const { rows } = await sql<{ person_id: string }>`
    select unnest(app.audience(${clipId}::uuid)) as person_id`.execute(tx)
  const receivers = rows.map((row) => row.person_id).filter((id) => id !== ownerId)
  if (receivers.length === 0) return
  await sql`select set_config('app.person_id', ${ownerId}, true)`.execute(tx)
  for (const personId of receivers)
    await recordFact(tx, { personId, kind: 'clip-shared', clipId, fact: `clip-shared:${clipId}` })
  await sql`select set_config('app.person_id', '', true)`.execute(tx)
}

/** The file is not a lesson video that can be shown; another file can be. False when the claim is lost. */
export async function refuseClip(tx: Tx, claim: ProcessingClaim, reason: RejectReason): Promise<boolean> {
  const refused = await held(tx, claim)
    .set({
      state: 'rejected',
      state_since: rightNow(),
      state_deadline: null,
      claim_id: null,
      progress_percent: 0,
      reject_reason: reason,
    })
    .returning('owner_id')
    .executeTakeFirst()
  if (!refused) return false
  await recordFact(tx, {
    personId: refused.owner_id,
    kind: 'clip-refused',
    clipId: claim.clipId,
    fact: `clip-refused:${claim.clipId}:${claim.attempt}`,
  })
  return true
}

/** Processing stopped although the file may be good. The original stays. False when the claim is lost. */
export async function failClip(
  tx: Tx,
  claim: ProcessingClaim,
  reason: FailReason,
  retryable: boolean,
): Promise<boolean> {
  const failed = await held(tx, claim).set(failedAs(reason, retryable)).returning('id').executeTakeFirst()
  return failed !== undefined
}

/** A run that was told to stop gives the clip back, so that the next worker begins at once and not after the lease. */
export async function releaseClip(tx: Tx, claim: ProcessingClaim): Promise<boolean> {
  const released = await held(tx, claim)
    .set((eb) => ({
      state: 'uploaded',
      state_since: rightNow(),
      state_deadline: inSeconds(pickUpSeconds),
      claim_id: null,
      // Being told to stop is nobody's fault.
      tries: eb('tries', '-', 1),
      attempt: eb('attempt', '+', 1),
      progress_percent: 0,
    }))
    .returning('attempt')
    .executeTakeFirst()
  if (!released) return false
  // A new attempt is a new job: the old one may still be held by the worker that is going.
  await enqueue(tx, { job: 'process-clip', payload: { clipId: claim.clipId, attempt: released.attempt } })
  return true
}

export const failedAs = (reason: FailReason, retryable: boolean) => ({
  state: 'failed' as const,
  state_since: rightNow(),
  state_deadline: null,
  claim_id: null,
  progress_percent: 0,
  fail_reason: reason,
  retryable,
})

const held = (tx: Tx, { clipId, attempt, mediaId }: ProcessingClaim) =>
  tx
    .updateTable('clip')
    .where('id', '=', clipId)
    .where('state', '=', 'processing')
    .where('attempt', '=', attempt)
    .where('claim_id', '=', mediaId)
