import { mailedKinds } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { isHalfMade } from './clip-processing-repository.ts'
import type { OutboxJob } from './outbox-repository.ts'
import { rightNow, secondsAgo } from './seconds.ts'

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
        eb.and([isHalfMade(eb), eb('claim_id', 'is', null)]),
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
    .innerJoin('clip', (join) =>
      join.onRef('clip.id', '=', 'clip_part.clip_id').onRef('clip.media_id', '=', 'clip_part.media_id'),
    )
    .select(['clip_part.clip_id', 'clip_part.media_id', 'clip_part.part'])
    .where('clip_part.state', 'in', ['waiting', 'running'])
    .where('clip_part.deadline', '<', secondsAgo(settledSeconds))
    .where('clip.state', '=', 'ready')
    .where('clip.unfinished', '=', true)
    .orderBy('clip_part.deadline')
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
