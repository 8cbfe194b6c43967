import { type FailReason, type RejectReason, statesBefore } from '@cuepoint/domain'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Tx } from './client.ts'
import {
  dropPromises,
  type MediaFile,
  supersedeFiles,
  type WrittenFile,
  writeFiles,
} from './clip-files-repository.ts'
import { enqueueParts, type Stretch } from './clip-parts-repository.ts'
import { pickUpSeconds } from './clips-repository.ts'
import { recordFact } from './notification-repository.ts'
import { enqueue } from './outbox-repository.ts'
import type { Database, StoredMedia } from './schema.ts'
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

/** How far a run is. */
export type Progress = { percent: number; remainingMs: number | null }

/** What is tried more often than this is ended as `failed`: something about it ends the process that works on it. */
export const mostTries = 10

type AboutClip = ExpressionBuilder<Database, 'clip'>

/** Watchable, while the first rendition is not whole. */
export const isHalfMade = (eb: AboutClip) =>
  eb.and([eb('state', '=', 'ready'), eb('unfinished', '=', true), eb('plan', 'is', null)])

/** This job's to make. */
const isBegun = (eb: AboutClip) => eb.or([eb('state', 'in', ['uploaded', 'processing']), isHalfMade(eb)])

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
      // What can be watched stays so while another run makes it anew.
      state: sql<'processing'>`case when state = 'ready' then state else 'processing' end`,
      state_since: sql<Date>`case when state = 'uploaded' then now() else state_since end`,
      state_deadline: inSeconds(leaseSeconds),
      claim_id: mediaId,
      tries: eb('tries', '+', 1),
      progress_percent: 0,
      remaining_ms: null,
    }))
    .where('id', '=', clipId)
    .where('attempt', '=', attempt)
    .where(isBegun)
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
    .where(isBegun)
    .where('tries', '>=', mostTries)
    .returning('id')
    .executeTakeFirst()
  if (!spent) return 'stale'
  await dropPromises(tx, [clipId])
  return 'spent'
}

/** The run is alive, and how far it is. False when it has lost its claim: it may stop, nothing of it will be seen. */
export async function keepProcessing(
  tx: Tx,
  claim: ProcessingClaim,
  leaseSeconds: number,
  progress?: Progress,
): Promise<boolean> {
  const kept = await held(tx, claim)
    .set({ state_deadline: inSeconds(leaseSeconds), ...(progress && shown(progress)) })
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

export const shown = ({ percent, remainingMs }: Progress) => ({
  progress_percent: Math.max(0, Math.min(100, Math.floor(percent))),
  remaining_ms: remainingMs === null ? null : Math.max(0, Math.round(remainingMs)),
})

/**
 * Flips the pointer: what is listed under the claim's media id is what people watch from now on. The run keeps its
 * claim and goes on; some of the files may be promised. False, and nothing changed, when the claim is lost. Tells
 * the owner, and those she shared it with while it was on its way.
 */
export async function publishClip(
  tx: Tx,
  claim: ProcessingClaim,
  made: { media: StoredMedia; files: readonly MediaFile[]; durationMs: number },
): Promise<boolean> {
  const { clipId, mediaId } = claim
  const published = await held(tx, claim)
    .set({
      state: 'ready',
      state_since: sql<Date>`case when state = 'ready' then state_since else now() end`,
      unfinished: true,
      plan: null,
      media_id: mediaId,
      media: JSON.stringify(made.media),
      duration_ms: made.durationMs,
    })
    .returning('owner_id')
    .executeTakeFirst()
  if (!published) return false
  await supersedeFiles(tx, clipId, mediaId)
  await writeFiles(tx, { clipId, mediaId, writtenBy: mediaId }, made.files)
  await recordFact(tx, {
    personId: published.owner_id,
    kind: 'clip-ready',
    clipId,
    fact: `clip-ready:${clipId}`,
  })
  await tellReceivers(tx, clipId, published.owner_id)
  return true
}

/** Files that were promised are there now, or new ones are. False when the claim is lost. */
export async function addFiles(
  tx: Tx,
  claim: ProcessingClaim,
  files: readonly WrittenFile[],
): Promise<boolean> {
  const { clipId, mediaId } = claim
  // Locked and not written: this comes with every few seconds of the lesson.
  const kept = await tx
    .selectFrom('clip')
    .select('id')
    .where(isHeld(claim))
    .where('media_id', '=', mediaId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!kept) return false
  await writeFiles(tx, { clipId, mediaId, writtenBy: mediaId }, files)
  return true
}

/**
 * The first rendition is whole: what is left is planned, in stretches that any worker may take, and the claim ends.
 * Promises that were not kept are taken back; the media given here names none of them. False when the claim is lost.
 */
export async function handOver(
  tx: Tx,
  claim: ProcessingClaim,
  made: {
    media: StoredMedia
    files: readonly WrittenFile[]
    durationMs: number
    plan: unknown
    stretches: readonly Stretch[]
  },
): Promise<boolean> {
  const { clipId, mediaId } = claim
  const given = await held(tx, claim)
    .set({
      claim_id: null,
      state_deadline: null,
      tries: 0,
      progress_percent: 0,
      remaining_ms: null,
      media: JSON.stringify(made.media),
      duration_ms: made.durationMs,
      plan: JSON.stringify(made.plan),
    })
    .where('media_id', '=', mediaId)
    .returning('program_id')
    .executeTakeFirst()
  if (!given) return false
  await writeFiles(tx, { clipId, mediaId, writtenBy: mediaId }, made.files)
  await dropPromises(tx, [clipId])
  await enqueueParts(tx, { clipId, mediaId, programId: given.program_id }, made.stretches)
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

/**
 * The file is not a lesson video that can be shown; another file can be. False when the claim is lost, and for what
 * people watch already: that is not taken for no lesson any more.
 */
export async function refuseClip(tx: Tx, claim: ProcessingClaim, reason: RejectReason): Promise<boolean> {
  const refused = await held(tx, claim)
    .set({
      state: 'rejected',
      state_since: rightNow(),
      state_deadline: null,
      claim_id: null,
      unfinished: false,
      progress_percent: 0,
      remaining_ms: null,
      reject_reason: reason,
    })
    .where('state', 'in', [...statesBefore('rejected')])
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
  if (!failed) return false
  await dropPromises(tx, [claim.clipId])
  return true
}

/** A run that was told to stop gives the clip back, so that the next worker begins at once and not after the lease. */
export async function releaseClip(tx: Tx, claim: ProcessingClaim): Promise<boolean> {
  const released = await held(tx, claim)
    .set((eb) => ({
      state: sql<'uploaded'>`case when state = 'ready' then state else 'uploaded' end`,
      state_since: sql<Date>`case when state = 'ready' then state_since else now() end`,
      state_deadline: inSeconds(pickUpSeconds),
      claim_id: null,
      // Being told to stop is nobody's fault.
      tries: eb('tries', '-', 1),
      attempt: eb('attempt', '+', 1),
      progress_percent: 0,
      remaining_ms: null,
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
  unfinished: false,
  plan: null,
  progress_percent: 0,
  remaining_ms: null,
  fail_reason: reason,
  retryable,
})

/** The row is in this run's hands. */
const isHeld =
  ({ clipId, attempt, mediaId }: ProcessingClaim) =>
  (eb: AboutClip) =>
    eb.and([
      eb('id', '=', clipId),
      eb.or([
        eb('state', '=', 'processing'),
        eb.and([eb('state', '=', 'ready'), eb('unfinished', '=', true)]),
      ]),
      eb('attempt', '=', attempt),
      eb('claim_id', '=', mediaId),
    ])

export const held = (tx: Tx, claim: ProcessingClaim) => tx.updateTable('clip').where(isHeld(claim))
