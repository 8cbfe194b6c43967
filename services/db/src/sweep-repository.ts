import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { dropPromises, forgetFiles } from './clip-files-repository.ts'
import { failedAs, isHalfMade, mostTries } from './clip-processing-repository.ts'
import { stateBeforeUpload } from './clip-upload-repository.ts'
import { pickUpSeconds } from './clips-repository.ts'
import { enqueue } from './outbox-repository.ts'
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
  const clips = await overdue(tx)
    .set(failedAs('processing-interrupted', true))
    .where((eb) =>
      eb.or([
        eb.and([eb.or([eb('state', '=', 'processing'), isHalfMade(eb)]), eb('tries', '>=', mostTries)]),
        eb.and([eb('state', '=', 'uploaded'), eb('state_since', '<', secondsAgo(waitsAtMostSeconds))]),
      ]),
    )
    .returning('id')
    .execute()
  await dropPromises(
    tx,
    clips.map(({ id }) => id),
  )
  return clips.length
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
    .where((eb) =>
      eb.or([eb('state', '=', 'processing'), eb.and([isHalfMade(eb), eb('claim_id', 'is not', null)])]),
    )
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
    .where((eb) =>
      eb.or([eb('state', '=', 'uploaded'), eb.and([isHalfMade(eb), eb('claim_id', 'is', null)])]),
    )
    .returning(['id', 'attempt'])
    .execute()
  for (const { id, attempt } of clips)
    await enqueue(tx, { job: 'process-clip', payload: { clipId: id, attempt } })
  return clips.length
}

/**
 * The worker that had it is silent; its run may still be alive, and then finds that it has lost the part. What another
 * transaction is moving in this moment is left to it.
 */
async function freeParts(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    update clip_part set state = 'waiting', claim_id = null, deadline = now(), done_ms = 0
    where (clip_id, media_id, part) in (
      select clip_id, media_id, part from clip_part where state = 'running' and deadline < now()
      for update skip locked)`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

const overdue = (tx: Tx) => tx.updateTable('clip').where('state_deadline', '<', rightNow())

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
    .select(['id', 'original_key', 'upload_id'])
    .where('id', 'in', [...clipIds])
    .execute()
  const { rows: written } = await sql<{ clip_id: string; prefix: string }>`
    select distinct clip_id, written_by as prefix from clip_file
      where clip_id = any (${[...clipIds]}::uuid[]) and written_by is not null
    union
    select clip_id, claim_id from clip_part
      where clip_id = any (${[...clipIds]}::uuid[]) and state = 'running' and claim_id is not null
    union
    select id, claim_id from clip where id = any (${[...clipIds]}::uuid[]) and claim_id is not null`.execute(
    tx,
  )
  const prefixesOf = Map.groupBy(written, (each) => each.clip_id)
  return clips.map((clip) => ({
    clipId: clip.id,
    originalKey: clip.original_key,
    uploadId: clip.upload_id,
    mediaIds: (prefixesOf.get(clip.id) ?? []).map(({ prefix }) => prefix),
  }))
}
