import type { NewRow, Row } from '@cuepoint/db'
import type { ReviewState } from '@cuepoint/domain'
import type { OwnerDatabase } from './people.ts'
import { aPrompt } from './prompts.ts'

/** What a review has in each state, so that one word makes a sound row. */
const inState = (state: ReviewState, now: Date): Partial<NewRow<'review'>> => ({
  ...(state !== 'draft' && { sent_at: now }),
  ...((state === 'discussed' || state === 'closed') && { opened_at: now }),
  ...(state === 'closed' && { closed_at: now }),
})

/** A review of the clip by this coach, a draft for the clip's owner unless said otherwise. It has no prompts. */
export function aReview(
  owner: OwnerDatabase,
  clip: Pick<Row<'clip'>, 'id' | 'program_id' | 'owner_id' | 'created_at'>,
  {
    coachId,
    state = 'draft',
    participantIds = [clip.owner_id],
    ...values
  }: { coachId: string; state?: ReviewState; participantIds?: readonly string[] } & Partial<
    Omit<NewRow<'review'>, 'coach_id' | 'state'>
  >,
): Promise<Row<'review'>> {
  return owner.asRole(async (tx) => {
    const review = await tx
      .insertInto('review')
      .values({
        clip_id: clip.id,
        program_id: clip.program_id,
        coach_id: coachId,
        state,
        ...inState(state, clip.created_at),
        ...values,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    if (participantIds.length > 0)
      await tx
        .insertInto('review_participant')
        .values(participantIds.map((personId) => ({ review_id: review.id, person_id: personId })))
        .execute()
    return review
  })
}

export type Asked = { review: Row<'review'>; prompts: [Row<'prompt'>, Row<'prompt'>, Row<'prompt'>] }

/** A review with three prompts, a strength first; the last one is optional. */
export async function aReviewWithPrompts(
  owner: OwnerDatabase,
  ...args: [Parameters<typeof aReview>[1], Parameters<typeof aReview>[2]]
): Promise<Asked> {
  const review = await aReview(owner, ...args)
  const first = await aPrompt(owner, review.id, { position: 0, kind: 'strength', at_ms: 4_000 })
  const second = await aPrompt(owner, review.id, { position: 1, at_ms: 12_000, end_ms: 20_000 })
  const third = await aPrompt(owner, review.id, { position: 2, at_ms: 31_000, required: false })
  return { review, prompts: [first, second, third] }
}
