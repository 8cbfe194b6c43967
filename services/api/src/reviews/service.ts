import type { ChangeReview, Review, ReviewSummary, SendReview } from '@cuepoint/contracts'
import {
  changeReview,
  createReview,
  findReview,
  listParticipants,
  listPrompts,
  listReviews,
  listThoseWhoSee,
  lockReview,
  moveReview,
  recordFact,
  replaceParticipants,
  setPromptDeleted,
  setReviewDeleted,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, momentFault, startsWithStrength, turnOf } from '@cuepoint/domain'
import { posterUrl } from '../http/poster-url.ts'
import { presentReview } from '../http/present-review.ts'
import { getLockedDraft } from './locked-draft.ts'

/** Starts a draft for the clip's owner. Throws not-found. */
export async function startReview(tx: Tx, coachId: string, clipId: string): Promise<Review> {
  const reviewId = await createReview(tx, { clipId, coachId })
  if (reviewId === undefined) throw new CuepointError('not-found')
  return await presentReview(tx, reviewId, coachId)
}

/** Of one clip, those the reader may see, newest first. */
export async function listReviewSummaries(
  tx: Tx,
  readerId: string,
  clipId: string,
): Promise<ReviewSummary[]> {
  const summaries: ReviewSummary[] = []
  for (const review of await listReviews(tx, clipId, readerId)) {
    summaries.push({
      id: review.id,
      clipId: review.clip_id,
      clipTitle: review.clip_title,
      posterUrl: posterUrl({ id: review.clip_id, mediaId: review.media_id, media: review.media }),
      coach: { id: review.coach_id, name: review.coach_name },
      participants: (await listParticipants(tx, review.id)).map(({ id, name }) => ({ id, name })),
      state: review.state,
      stateSince: review.state_since.toISOString(),
      turn: turnOf({ state: review.state, discussionAt: review.discussion_at }),
      dueOn: review.due_on,
      prompts: review.prompts,
    })
  }
  return summaries
}

/** Changes a draft. Throws not-found, wrong-state, bad-request, participant-cannot-see. */
export async function editReview(
  tx: Tx,
  coachId: string,
  reviewId: string,
  { dueOn, participantIds }: ChangeReview,
): Promise<Review> {
  const review = await getLockedDraft(tx, reviewId)
  if (participantIds) {
    // Nobody answers her own questions.
    if (participantIds.includes(coachId)) throw new CuepointError('bad-request', { at: '/participantIds' })
    await refuseThoseWhoCannotSee(tx, review.clip_id, participantIds)
    await replaceParticipants(tx, reviewId, participantIds)
  }
  await changeReview(tx, reviewId, { dueOn })
  return await presentReview(tx, reviewId, coachId)
}

async function refuseThoseWhoCannotSee(tx: Tx, clipId: string, personIds: readonly string[]): Promise<void> {
  const seeing = new Set(await listThoseWhoSee(tx, clipId, personIds))
  const blind = personIds.filter((id) => !seeing.has(id))
  if (blind.length > 0) throw new CuepointError('participant-cannot-see', { personIds: blind })
}

/** Only a draft; deleting it twice is deleting it once. Throws not-found, wrong-state. */
export async function deleteReview(tx: Tx, reviewId: string): Promise<void> {
  const review = await lockReview(tx, reviewId)
  if (!review) throw new CuepointError('not-found')
  if (review.state !== 'draft') throw new CuepointError('wrong-state', { state: review.state })
  if (review.deleted_at === null) await setReviewDeleted(tx, reviewId, true)
}

/** Takes the deletion of a draft back. Throws not-found, wrong-state. */
export async function restoreReview(tx: Tx, coachId: string, reviewId: string): Promise<Review> {
  const review = await lockReview(tx, reviewId)
  if (!review) throw new CuepointError('not-found')
  if (review.state !== 'draft') throw new CuepointError('wrong-state', { state: review.state })
  if (review.deleted_at !== null) await setReviewDeleted(tx, reviewId, false)
  return await presentReview(tx, reviewId, coachId)
}

/**
 * Sends a draft to its participants: once, and each hears of it once. Prompts that were left without words are taken
 * out. Throws not-found, wrong-state, review-without-prompts, review-without-participants, participant-cannot-see,
 * strength-first, range-backwards, past-end-of-clip.
 */
export async function sendReview(
  tx: Tx,
  coachId: string,
  reviewId: string,
  { strengthFirstWaived }: SendReview,
): Promise<Review> {
  await getLockedDraft(tx, reviewId)
  const review = await findReview(tx, reviewId)
  if (!review) throw new CuepointError('not-found')
  // What cannot be watched cannot be answered.
  if (review.clip_state !== 'ready') throw new CuepointError('wrong-state', { clipState: review.clip_state })

  const all = await listPrompts(tx, reviewId)
  const prompts = all.filter((prompt) => prompt.text.trim() !== '')
  if (prompts.length === 0) throw new CuepointError('review-without-prompts')
  const participants = await listParticipants(tx, reviewId)
  if (participants.length === 0) throw new CuepointError('review-without-participants')
  await refuseThoseWhoCannotSee(
    tx,
    review.clip_id,
    participants.map((person) => person.id),
  )
  if (!startsWithStrength(prompts) && !strengthFirstWaived) throw new CuepointError('strength-first')
  for (const prompt of prompts) {
    const fault = momentFault({ atMs: prompt.at_ms, endMs: prompt.end_ms }, review.duration_ms)
    if (fault) throw new CuepointError(fault, { promptId: prompt.id, durationMs: review.duration_ms })
  }

  for (const blank of all.filter((prompt) => !prompts.includes(prompt))) {
    await setPromptDeleted(tx, blank.id, true)
  }
  await changeReview(tx, reviewId, { strengthFirstWaived: !startsWithStrength(prompts) })
  if (!(await moveReview(tx, reviewId, 'sent'))) throw new CuepointError('wrong-state')
  for (const person of participants) {
    await recordFact(tx, {
      personId: person.id,
      kind: 'review-sent',
      clipId: review.clip_id,
      reviewId,
      fact: `review-sent:${reviewId}`,
    })
  }
  return await presentReview(tx, reviewId, coachId)
}
