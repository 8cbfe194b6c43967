import { mailedKinds } from '@cuepoint/domain'
import type { Tx } from './client.ts'
import { failedAs, mostTries } from './clip-processing-repository.ts'
import { stateBeforeUpload } from './clip-upload-repository.ts'
import { pickUpSeconds } from './clips-repository.ts'
import { enqueue, type OutboxJob } from './outbox-repository.ts'
import { inSeconds, rightNow, secondsAgo } from './seconds.ts'

/** What nobody has picked up for so long will not be picked up: the owner is told, and can try again. */
const waitsAtMostSeconds = 24 * 3600

export type Swept = { transfersEnded: number; rungAgain: number; begunAgain: number; givenUp: number }

/** Moves on every clip whose deadline has passed. Running twice, or two at once, is harmless: each move is guarded. */
export async function sweepClips(tx: Tx): Promise<Swept> {
  const transfersEnded = await endDeadTransfers(tx)
  const givenUp = await giveUp(tx)
  const begunAgain = await beginAgain(tx)
  const rungAgain = await ringAgain(tx)
  return { transfersEnded, rungAgain, begunAgain, givenUp }
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
        eb.and([eb('state', '=', 'processing'), eb('tries', '>=', mostTries)]),
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
      state: 'uploaded',
      state_since: rightNow(),
      state_deadline: inSeconds(pickUpSeconds),
      attempt: eb('attempt', '+', 1),
      claim_id: null,
      progress_percent: 0,
    }))
    .where('state', '=', 'processing')
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
        eb.and([eb('state', '=', 'processing'), eb('state_deadline', '<', rightNow())]),
      ]),
    )
    .orderBy('state_since')
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
    ...unmailed.map(({ id }): OutboxJob => ({ job: 'notify', payload: { notificationId: id } })),
  ]
}

/** What a clip's row still points at. Objects of a clip that no entry names, belong to nobody. */
export type LiveObjects = {
  clipId: string
  originalKey: string | null
  /** The transfer that is under way: its object has no other name yet. */
  uploadId: string | null
  /** The published prefix, and the one that a run is writing under. */
  mediaIds: string[]
}

/** The rows that are there for these clips. A clip that is missing in the answer is gone, and so is all it had. */
export async function listLiveObjects(tx: Tx, clipIds: readonly string[]): Promise<LiveObjects[]> {
  if (clipIds.length === 0) return []
  const clips = await tx
    .selectFrom('clip')
    .select(['id', 'original_key', 'upload_id', 'media_id', 'claim_id'])
    .where('id', 'in', [...clipIds])
    .execute()
  return clips.map((clip) => ({
    clipId: clip.id,
    originalKey: clip.original_key,
    uploadId: clip.upload_id,
    mediaIds: [clip.media_id, clip.claim_id].filter((id) => id !== null),
  }))
}
