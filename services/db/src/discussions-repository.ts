import { reviewStatesBefore } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import type { Named } from './reviews-repository.ts'
import { rightNow } from './seconds.ts'

/** True when that is another time than before. */
export async function scheduleDiscussion(tx: Tx, reviewId: string, at: Date | null): Promise<boolean> {
  const changed = await tx
    .updateTable('review')
    .set({ discussion_at: at })
    .where('id', '=', reviewId)
    .where('discussion_at', 'is distinct from', at)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

/** True when this opened it: the review moves to `discussed`, and who opened it and how early is written down. */
export async function openDiscussion(
  tx: Tx,
  reviewId: string,
  { openedBy, early }: { openedBy: string; early: boolean },
): Promise<boolean> {
  const opened = await tx
    .updateTable('review')
    .set({
      state: 'discussed',
      state_since: rightNow(),
      opened_at: rightNow(),
      opened_by: openedBy,
      opened_early: early,
    })
    .where('id', '=', reviewId)
    .where('state', 'in', [...reviewStatesBefore('discussed')])
    .returning('id')
    .executeTakeFirst()
  return opened !== undefined
}

/** False when the summary is no longer at `baseVersion`. */
export async function saveSummary(
  tx: Tx,
  reviewId: string,
  summary: string,
  baseVersion: number,
): Promise<boolean> {
  const saved = await tx
    .updateTable('review')
    .set((eb) => ({ summary, summary_version: eb('summary_version', '+', 1) }))
    .where('id', '=', reviewId)
    .where('summary_version', '=', baseVersion)
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}

/** The coach and the participants, for as long as each may see the clip. */
export async function listTalkers(tx: Tx, reviewId: string): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select person.id, person.name
    from review
    join clip on clip.id = review.clip_id
    join person on (person.id = review.coach_id and app.level_of(clip.id, person.id) > 2)
      or (
        person.id in (select person_id from review_participant where review_id = review.id)
        and (person.id = clip.owner_id or app.level_of(clip.id, person.id) > 0)
      )
    where review.id = ${reviewId}::uuid
    order by person.name, person.id
  `.execute(tx)
  return rows
}

/** The name of someone the reader knows, also when that person has left. */
export function findPersonName(tx: Tx, personId: string): Promise<Named | undefined> {
  return tx.selectFrom('person').select(['id', 'name']).where('id', '=', personId).executeTakeFirst()
}
