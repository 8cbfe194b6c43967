import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { type WrittenFile, writeFiles } from './clip-files-repository.ts'
import { enqueue } from './outbox-repository.ts'
import { inSeconds, rightNow } from './seconds.ts'

/** A piece of the lesson, in milliseconds. */
export type Stretch = { fromMs: number; toMs: number }

/** The right to add what one run makes of one part: `writtenBy` is that run's prefix, and its fencing token. */
export type PartClaim = { clipId: string; mediaId: string; part: number; writtenBy: string }

export type PartFacts = PartClaim &
  Stretch & {
    originalKey: string
    sizeBytes: number
    plan: unknown
    tries: number
  }

/** A part that ends its workers as often as this is left out: the clip can be watched without it. */
export const mostPartTries = 6

/** Writes the parts down and rings for each; without any, for what comes after them. */
export async function enqueueParts(
  tx: Tx,
  { clipId, mediaId, programId }: { clipId: string; mediaId: string; programId: string },
  stretches: readonly Stretch[],
): Promise<void> {
  await tx.deleteFrom('clip_part').where('clip_id', '=', clipId).execute()
  if (stretches.length === 0) return await enqueue(tx, { job: 'finish-clip', payload: { clipId, mediaId } })
  await tx
    .insertInto('clip_part')
    .values(
      stretches.map(({ fromMs, toMs }, part) => ({
        clip_id: clipId,
        media_id: mediaId,
        part,
        from_ms: fromMs,
        to_ms: toMs,
      })),
    )
    .execute()
  // Programs take turns: a program that has much waiting stands behind one that has little.
  const { waiting } = await tx
    .selectFrom('clip_part')
    .innerJoin('clip', 'clip.id', 'clip_part.clip_id')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('clip.program_id', '=', programId)
    .where('clip_part.clip_id', '<>', clipId)
    .where('clip_part.state', 'in', ['waiting', 'running'])
    .executeTakeFirstOrThrow()
  for (const part of stretches.keys())
    await enqueue(tx, {
      job: 'encode-part',
      payload: { clipId, mediaId, part, turn: Math.min(waiting + part + 1, 1_000_000) },
    })
}

/** Begins a run at a part. `stale`: nothing of it is wanted any more, or it is done; `spent`: it was tried often enough. */
export async function claimPart(
  tx: Tx,
  { clipId, mediaId, part, writtenBy }: PartClaim,
  leaseSeconds: number,
): Promise<PartFacts | 'stale' | 'spent'> {
  const clip = await tx
    .selectFrom('clip')
    .select(['original_key', 'size_bytes', 'plan'])
    .where('id', '=', clipId)
    .where('state', '=', 'ready')
    .where('unfinished', '=', true)
    .where('media_id', '=', mediaId)
    .where('plan', 'is not', null)
    .where('original_key', 'is not', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!clip) return 'stale'
  const begun = await tx
    .updateTable('clip_part')
    .set((eb) => ({
      state: 'running',
      claim_id: writtenBy,
      deadline: inSeconds(leaseSeconds),
      tries: eb('tries', '+', 1),
      done_ms: 0,
    }))
    .where('clip_id', '=', clipId)
    .where('media_id', '=', mediaId)
    .where('part', '=', part)
    .where('state', 'in', ['waiting', 'running'])
    .returning(['from_ms', 'to_ms', 'tries'])
    .executeTakeFirst()
  if (!begun) return 'stale'
  if (begun.tries > mostPartTries) {
    await endPart(tx, { clipId, mediaId, part, writtenBy }, 'failed')
    return 'spent'
  }
  return {
    clipId,
    mediaId,
    part,
    writtenBy,
    originalKey: clip.original_key ?? '',
    sizeBytes: clip.size_bytes ?? 0,
    plan: clip.plan,
    fromMs: begun.from_ms,
    toMs: begun.to_ms,
    tries: begun.tries,
  }
}

/**
 * The run is alive and has `doneMs` of its stretch; `pace` is how many milliseconds of work one of the lesson takes, null
 * while it does not know. The clip's own progress follows from all of its parts, the time left from the paces of all, each
 * as heavy as what was made at it. False when the part is not this run's any more.
 */
export async function keepPart(
  tx: Tx,
  claim: PartClaim,
  leaseSeconds: number,
  { doneMs, pace }: { doneMs: number; pace: number | null },
): Promise<boolean> {
  if (!(await lockClip(tx, claim))) return false
  const kept = await heldPart(tx, claim)
    .set({
      deadline: inSeconds(leaseSeconds),
      done_ms: Math.max(0, Math.round(doneMs)),
      ...(pace !== null && { pace }),
    })
    .returning('part')
    .executeTakeFirst()
  if (!kept) return false
  // A part that was given up is no work any more.
  await sql`
    update clip set progress_percent = least(99, all_parts.done * 100 / all_parts.whole),
      remaining_ms = case when all_parts.pace is null or all_parts.running = 0 then remaining_ms else
        least((all_parts.whole - all_parts.done) * all_parts.pace / all_parts.running, 2147483647) end
    from (
      select sum(to_ms - from_ms) as whole, sum(made) as done, count(*) filter (where state = 'running') as running,
        sum(pace * made) filter (where made > 0) / nullif(sum(made) filter (where pace is not null), 0) as pace
      from (
        select *, case when state in ('done', 'failed') then to_ms - from_ms else least(done_ms, to_ms - from_ms) end as made
        from clip_part where clip_id = ${claim.clipId} and media_id = ${claim.mediaId}
      ) as part
    ) as all_parts
    where clip.id = ${claim.clipId}`.execute(tx)
  return true
}

/** The part is made: its files are listed with the others. After the last one the clip is finished. False when it is not this run's. */
export async function completePart(
  tx: Tx,
  claim: PartClaim,
  files: readonly WrittenFile[],
): Promise<boolean> {
  if (!(await lockClip(tx, claim))) return false
  if (!(await endPart(tx, claim, 'done'))) return false
  await writeFiles(tx, claim, files)
  return true
}

/** What cannot be made is left out: the clip stays watchable in what there is. */
export async function failPart(tx: Tx, claim: PartClaim): Promise<boolean> {
  return (await lockClip(tx, claim)) && (await endPart(tx, claim, 'failed'))
}

/** Told to stop: the part is free again. */
export async function releasePart(tx: Tx, claim: PartClaim): Promise<boolean> {
  const released = await heldPart(tx, claim)
    .set((eb) => ({
      state: 'waiting',
      claim_id: null,
      deadline: rightNow(),
      tries: eb('tries', '-', 1),
      done_ms: 0,
    }))
    .returning('part')
    .executeTakeFirst()
  return released !== undefined
}

/**
 * Of two parts that end at once one has to see the other's end, or nobody would ring for what comes after. Whoever
 * needs both takes the clip first, so that no two wait for each other. Those who only refer to the clip are let pass.
 */
async function lockClip(tx: Tx, { clipId, mediaId }: PartClaim): Promise<boolean> {
  const clip = await tx
    .selectFrom('clip')
    .select('id')
    .where('id', '=', clipId)
    .where('state', '=', 'ready')
    .where('unfinished', '=', true)
    .where('media_id', '=', mediaId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return clip !== undefined
}

async function endPart(tx: Tx, claim: PartClaim, state: 'done' | 'failed'): Promise<boolean> {
  const ended = await heldPart(tx, claim).set({ state }).returning('part').executeTakeFirst()
  if (!ended) return false
  const open = await tx
    .selectFrom('clip_part')
    .select('part')
    .where('clip_id', '=', claim.clipId)
    .where('media_id', '=', claim.mediaId)
    .where('state', 'in', ['waiting', 'running'])
    .limit(1)
    .executeTakeFirst()
  if (!open)
    await enqueue(tx, { job: 'finish-clip', payload: { clipId: claim.clipId, mediaId: claim.mediaId } })
  return true
}

const heldPart = (tx: Tx, { clipId, mediaId, part, writtenBy }: PartClaim) =>
  tx
    .updateTable('clip_part')
    .where('clip_id', '=', clipId)
    .where('media_id', '=', mediaId)
    .where('part', '=', part)
    .where('state', '=', 'running')
    .where('claim_id', '=', writtenBy)
