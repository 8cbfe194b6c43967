import { type ReviewState, reviewStatesBefore } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import type { Row } from './schema.ts'
import { rightNow } from './seconds.ts'

/** A person as others may name her. */
export type Named = { id: string; name: string }

export type ReviewDetails = Row<'review'> & {
  coach_name: string
  clip_title: string
  clip_owner_id: string
  clip_state: Row<'clip'>['state']
  duration_ms: number | null
}

/** A draft with the clip's owner as its participant. Its id, or undefined where there is no such clip. */
export async function createReview(
  tx: Tx,
  { clipId, coachId }: { clipId: string; coachId: string },
): Promise<string | undefined> {
  const clip = await tx
    .selectFrom('clip')
    .select(['program_id', 'owner_id'])
    .where('id', '=', clipId)
    .where('state', 'not in', ['deleting', 'gone'])
    .executeTakeFirst()
  if (!clip) return undefined
  const { id } = await tx
    .insertInto('review')
    .values({ clip_id: clipId, program_id: clip.program_id, coach_id: coachId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.insertInto('review_participant').values({ review_id: id, person_id: clip.owner_id }).execute()
  return id
}

/** Not of a deleted draft. */
export function findReview(tx: Tx, reviewId: string): Promise<ReviewDetails | undefined> {
  return tx
    .selectFrom('review')
    .innerJoin('clip', 'clip.id', 'review.clip_id')
    .innerJoin('person as coach', 'coach.id', 'review.coach_id')
    .selectAll('review')
    .select([
      'coach.name as coach_name',
      'clip.title as clip_title',
      'clip.owner_id as clip_owner_id',
      'clip.state as clip_state',
      'clip.duration_ms',
    ])
    .where('review.id', '=', reviewId)
    .where('review.deleted_at', 'is', null)
    .executeTakeFirst()
}

/**
 * Holds the review still until the transaction ends: every change of its state, prompts or submitted answers takes
 * this first, so that two people at once come one after the other. Also of a deleted draft.
 */
export function lockReview(tx: Tx, reviewId: string): Promise<Row<'review'> | undefined> {
  return tx.selectFrom('review').selectAll().where('id', '=', reviewId).forNoKeyUpdate().executeTakeFirst()
}

/** True when the review was in a state that may lead there and not deleted. */
export async function moveReview(tx: Tx, reviewId: string, to: ReviewState): Promise<boolean> {
  const moved = await tx
    .updateTable('review')
    .set({
      state: to,
      state_since: rightNow(),
      ...(to === 'sent' && { sent_at: rightNow() }),
      ...(to === 'closed' && { closed_at: rightNow() }),
    })
    .where('id', '=', reviewId)
    .where('deleted_at', 'is', null)
    .where('state', 'in', [...reviewStatesBefore(to)])
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}

/** For what the coach edits; each change counts the version up. */
export async function changeReview(
  tx: Tx,
  reviewId: string,
  changes: { dueOn?: string | null | undefined; strengthFirstWaived?: boolean | undefined } = {},
): Promise<void> {
  const { dueOn, strengthFirstWaived } = changes
  await tx
    .updateTable('review')
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(dueOn !== undefined && { due_on: dueOn }),
      ...(strengthFirstWaived !== undefined && { strength_first_waived: strengthFirstWaived }),
    }))
    .where('id', '=', reviewId)
    .execute()
}

export async function setReviewDeleted(tx: Tx, reviewId: string, deleted: boolean): Promise<void> {
  await tx
    .updateTable('review')
    .set((eb) => ({ deleted_at: deleted ? rightNow() : null, version: eb('version', '+', 1) }))
    .where('id', '=', reviewId)
    .execute()
}

export async function replaceParticipants(
  tx: Tx,
  reviewId: string,
  personIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom('review_participant').where('review_id', '=', reviewId).execute()
  if (personIds.length === 0) return
  await tx
    .insertInto('review_participant')
    .values(personIds.map((personId) => ({ review_id: reviewId, person_id: personId })))
    .execute()
}

/** By name, also those who have left since. */
export function listParticipants(tx: Tx, reviewId: string): Promise<Named[]> {
  return tx
    .selectFrom('review_participant')
    .innerJoin('person', 'person.id', 'review_participant.person_id')
    .select(['person.id', 'person.name'])
    .where('review_id', '=', reviewId)
    .orderBy('person.name')
    .orderBy('person.id')
    .execute()
}

/** Which of these people the owner lets see the clip now, herself included. Asked about others, so the database judges. */
export async function listThoseWhoSee(
  tx: Tx,
  clipId: string,
  personIds: readonly string[],
): Promise<string[]> {
  if (personIds.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select someone as id
    from clip, unnest(${[...personIds]}::uuid[]) as someone
    where clip.id = ${clipId}::uuid and (clip.owner_id = someone or app.level_of(clip.id, someone) > 0)
  `.execute(tx)
  return rows.map((row) => row.id)
}

export type ReviewListing = ReviewDetails & {
  media_id: string | null
  media: Row<'clip'>['media']
  prompts: number
}

/** Of one clip, those this reader may see, newest first. */
export function listReviews(tx: Tx, clipId: string, readerId: string): Promise<ReviewListing[]> {
  return tx
    .selectFrom('review')
    .innerJoin('clip', 'clip.id', 'review.clip_id')
    .innerJoin('person as coach', 'coach.id', 'review.coach_id')
    .selectAll('review')
    .select((eb) => [
      'coach.name as coach_name',
      'clip.title as clip_title',
      'clip.owner_id as clip_owner_id',
      'clip.state as clip_state',
      'clip.duration_ms',
      'clip.media_id',
      'clip.media',
      eb
        .selectFrom('prompt')
        .select(sql<number>`count(*)::int`.as('prompts'))
        .whereRef('prompt.review_id', '=', 'review.id')
        .where('prompt.deleted_at', 'is', null)
        .$asScalar()
        .$notNull()
        .as('prompts'),
    ])
    .where('review.clip_id', '=', clipId)
    .where('review.deleted_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('review.coach_id', '=', readerId),
        eb.and([
          eb('review.state', '<>', 'draft'),
          eb.or([
            eb('clip.owner_id', '=', readerId),
            eb.exists(
              eb
                .selectFrom('review_participant as part')
                .select('part.person_id')
                .whereRef('part.review_id', '=', 'review.id')
                .where('part.person_id', '=', readerId),
            ),
          ]),
        ]),
      ]),
    )
    .orderBy('review.created_at', 'desc')
    .orderBy('review.id')
    .execute()
}
