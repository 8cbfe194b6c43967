import { mailedKinds } from '@cuepoint/domain'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Tx } from './client.ts'
import { failedAs, mostTries } from './clip-processing-repository.ts'
import { stateBeforeUpload } from './clip-upload-repository.ts'
import { pickUpSeconds } from './clips-repository.ts'
import { enqueue, type OutboxJob } from './outbox-repository.ts'
import type { Database } from './schema.ts'
import { inSeconds, rightNow, secondsAgo } from './seconds.ts'

/** What nobody has picked up for so long will not be picked up: the owner is told, and can try again. */
const waitsAtMostSeconds = 24 * 3600

export type Swept = {
  transfersEnded: number
  rungAgain: number
  begunAgain: number
  givenUp: number
  partsFreed: number
  filesForgotten: number
}

/** Moves on every clip whose deadline has passed. Running twice, or two at once, is harmless: each move is guarded. */
export async function sweepClips(tx: Tx, graceSeconds: number): Promise<Swept> {
  const transfersEnded = await endDeadTransfers(tx)
  const givenUp = await giveUp(tx)
  const begunAgain = await beginAgain(tx)
  const rungAgain = await ringAgain(tx)
  const partsFreed = await freeParts(tx)
  const filesForgotten = await forgetFiles(tx, graceSeconds)
  return { transfersEnded, rungAgain, begunAgain, givenUp, partsFreed, filesForgotten }
}

async function endDeadTransfers(tx: Tx): Promise<number> {
  const { numUpdatedRows } = await overdue(tx)
    .set({ state: stateBeforeUpload, state_since: rightNow(), state_deadline: null, upload_id: null })
    .where('state', '=', 'uploading')
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

async function giveUp(tx: Tx): Promise<number> {
  const { numUpdatedRows } = await overdue(tx)
    .set(failedAs('processing-interrupted', true))
    .where((eb) =>
      eb.or([
        eb.and([eb.or([eb('state', '=', 'processing'), isHalfMade(eb)]), eb('tries', '>=', mostTries)]),
        eb.and([eb('state', '=', 'uploaded'), eb('state_since', '<', secondsAgo(waitsAtMostSeconds))]),
      ]),
    )
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** The run that had it is dead or asleep; should it wake, its attempt is over. */
async function beginAgain(tx: Tx): Promise<number> {
  const clips = await overdue(tx)
    .set((eb) => ({
      // What can be watched stays so.
      state: sql<'uploaded'>`case when state = 'ready' then state else 'uploaded' end`,
      state_since: sql<Date>`case when state = 'ready' then state_since else now() end`,
      state_deadline: inSeconds(pickUpSeconds),
      attempt: eb('attempt', '+', 1),
      claim_id: null,
      progress_percent: 0,
      remaining_ms: null,
    }))
    .where((eb) => eb.or([eb('state', '=', 'processing'), isHalfMade(eb)]))
    .returning(['id', 'attempt'])
    .execute()
  for (const { id, attempt } of clips)
    await enqueue(tx, { job: 'process-clip', payload: { clipId: id, attempt } })
  return clips.length
}

/** Waiting in a long queue is no fault: the same attempt keeps its place there, and is rung only where it was lost. */
async function ringAgain(tx: Tx): Promise<number> {
  const clips = await overdue(tx)
    .set({ state_deadline: inSeconds(pickUpSeconds) })
    .where('state', '=', 'uploaded')
    .returning(['id', 'attempt'])
    .execute()
  for (const { id, attempt } of clips)
    await enqueue(tx, { job: 'process-clip', payload: { clipId: id, attempt } })
  return clips.length
}

/** The worker that had it is silent; its run may still be alive, and then finds that it has lost the part. */
async function freeParts(tx: Tx): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('clip_part')
    .set({ state: 'waiting', claim_id: null, deadline: rightNow() })
    .where('state', '=', 'running')
    .where('deadline', '<', rightNow())
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** What was watched before something newer took its place is kept for whoever has it open, and not for ever. */
async function forgetFiles(tx: Tx, graceSeconds: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('clip_file')
    .using('clip')
    .whereRef('clip.id', '=', 'clip_file.clip_id')
    .where(sql<boolean>`clip.media_id is distinct from clip_file.media_id`)
    .where('clip_file.created_at', '<', secondsAgo(graceSeconds))
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Watchable, while the first rendition is not whole. */
const isHalfMade = (eb: ExpressionBuilder<Database, 'clip'>) =>
  eb.and([eb('state', '=', 'ready'), eb('unfinished', '=', true), eb('plan', 'is', null)])

const overdue = (tx: Tx) => tx.updateTable('clip').where('state_deadline', '<', rightNow())

/** Younger work is still on its way through the outbox. */
const settledSeconds = 10
const mailWaitsAtMostSeconds = 2 * 24 * 3600

/**
 * What should be waiting or running, at most `size` of each sort, the longest untouched first. Ringing for what the
 * queue still has changes nothing. A clip in the hands of a live run is not listed: a second run would take it over.
 */
export async function listUnfinished(tx: Tx, size: number): Promise<OutboxJob[]> {
  const clips = await tx
    .selectFrom('clip')
    .select(['id', 'attempt', 'state'])
    .where('state_since', '<', secondsAgo(settledSeconds))
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['uploaded', 'deleting']),
        eb.and([
          eb.or([eb('state', '=', 'processing'), isHalfMade(eb)]),
          eb('state_deadline', '<', rightNow()),
        ]),
      ]),
    )
    .orderBy('state_since')
    .limit(size)
    .execute()
  const parts = await tx
    .selectFrom('clip_part')
    .select(['clip_id', 'media_id', 'part'])
    .where('state', 'in', ['waiting', 'running'])
    .where('deadline', '<', secondsAgo(settledSeconds))
    .orderBy('deadline')
    .limit(size)
    .execute()
  const unfinished = await tx
    .selectFrom('clip')
    .select(['id', 'media_id'])
    .where('state', '=', 'ready')
    .where('unfinished', '=', true)
    .where('plan', 'is not', null)
    .where((eb) => eb.or([eb('state_deadline', 'is', null), eb('state_deadline', '<', rightNow())]))
    .where('state_since', '<', secondsAgo(settledSeconds))
    .where(
      sql<boolean>`not exists (select from clip_part p where p.clip_id = clip.id and p.media_id = clip.media_id and p.state in ('waiting', 'running'))`,
    )
    .limit(size)
    .execute()
  const unmailed = await tx
    .selectFrom('notification')
    .select('id')
    .where('kind', 'in', [...mailedKinds])
    .where('mailed_at', 'is', null)
    .where('created_at', '<', secondsAgo(settledSeconds))
    .where('created_at', '>', secondsAgo(mailWaitsAtMostSeconds))
    .orderBy('created_at')
    .limit(size)
    .execute()
  return [
    ...clips.map(
      ({ id, attempt, state }): OutboxJob =>
        state === 'deleting'
          ? { job: 'remove-clip', payload: { clipId: id } }
          : { job: 'process-clip', payload: { clipId: id, attempt } },
    ),
    ...parts.map(
      ({ clip_id: clipId, media_id: mediaId, part }): OutboxJob => ({
        job: 'encode-part',
        payload: { clipId, mediaId, part, turn: part + 1 },
      }),
    ),
    ...unfinished.map(
      ({ id, media_id: mediaId }): OutboxJob => ({
        job: 'finish-clip',
        payload: { clipId: id, mediaId: mediaId ?? '' },
      }),
    ),
    ...unmailed.map(({ id }): OutboxJob => ({ job: 'notify', payload: { notificationId: id } })),
  ]
}

/** What a clip's row still points at. Objects of a clip that no entry names, belong to nobody. */
export type LiveObjects = {
  clipId: string
  originalKey: string | null
  /** The transfer that is under way: its object has no other name yet. */
  uploadId: string | null
  /** The prefixes that hold what is listed, and those that runs are writing under. */
  mediaIds: string[]
}

/** The rows that are there for these clips. A clip that is missing in the answer is gone, and so is all it had. */
export async function listLiveObjects(tx: Tx, clipIds: readonly string[]): Promise<LiveObjects[]> {
  if (clipIds.length === 0) return []
  const clips = await tx
    .selectFrom('clip')
    .select(['id', 'original_key', 'upload_id', 'claim_id'])
    .where('id', 'in', [...clipIds])
    .execute()
  const { rows: writers } = await sql<{ clip_id: string; writer: string }>`
    select distinct clip_id, written_by as writer from clip_file
      where clip_id = any (${[...clipIds]}::uuid[]) and written_by is not null
    union
    select clip_id, claim_id from clip_part
      where clip_id = any (${[...clipIds]}::uuid[]) and state = 'running' and claim_id is not null`.execute(
    tx,
  )
  return clips.map((clip) => ({
    clipId: clip.id,
    originalKey: clip.original_key,
    uploadId: clip.upload_id,
    mediaIds: [
      ...writers.filter(({ clip_id: id }) => id === clip.id).map(({ writer }) => writer),
      ...(clip.claim_id === null ? [] : [clip.claim_id]),
    ],
  }))
}
