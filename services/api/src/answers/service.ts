import type { AnswerDraft, Review, SaveAnswerDraft, SubmitAnswers } from '@cuepoint/contracts'
import {
  findDraft,
  findPrompt,
  findReview,
  keepLostDraft,
  listDrafts,
  moveReview,
  type Row,
  readGate,
  recordFact,
  saveDraft,
  submitAnswer,
  type Tx,
} from '@cuepoint/db'
import { answersAreOpen, CuepointError, type ReviewState } from '@cuepoint/domain'
import { getLockedReview } from '../http/locked-review.ts'
import { presentReview } from '../http/present-review.ts'
import { draftShape } from '../http/prompt-shape.ts'

/** `current` is what another device saved first: the transaction commits, so that the losing words are kept as well. */
export type DraftOutcome = { saved: AnswerDraft } | { current: AnswerDraft | null }

function refuseClosed(state: ReviewState): void {
  if (!answersAreOpen(state)) throw new CuepointError('wrong-state', { state })
}

/** Saves one draft of hers. Her first one shows the coach that she has begun. Throws not-found, wrong-state. */
export async function saveAnswerDraft(
  tx: Tx,
  personId: string,
  { reviewId, promptId }: { reviewId: string; promptId: string },
  { baseVersion, ...content }: SaveAnswerDraft,
): Promise<DraftOutcome> {
  const review = await findReview(tx, reviewId)
  const prompt = await findPrompt(tx, reviewId, promptId)
  if (!review || !prompt || prompt.deleted_at !== null) throw new CuepointError('not-found')
  refuseClosed(review.state)

  const place = { promptId, personId }
  const saved = await saveDraft(tx, place, content, baseVersion)
  if (saved) {
    if (review.state === 'sent') await moveReview(tx, reviewId, 'answering')
    return { saved: draftShape(saved) }
  }
  const current = await findDraft(tx, place)
  // The same words from both sides, or the same save again because its answer was lost on the way.
  if (current && current.way === content.way && current.text === content.text)
    return { saved: draftShape(current) }
  await keepLostDraft(tx, place, content, baseVersion)
  return { current: current ? draftShape(current) : null }
}

/**
 * Submits the named drafts and moves the review by the gate. The drafts stay, so that a change goes on from them.
 * Throws not-found, wrong-state, nothing-to-submit, and version-conflict with the draft there is in `details.current`
 * when it is not the one she saw.
 */
export async function submitAnswers(
  tx: Tx,
  personId: string,
  reviewId: string,
  { drafts: seen }: SubmitAnswers,
): Promise<Review> {
  const review = await getLockedReview(tx, reviewId)
  refuseClosed(review.state)
  if (seen.length === 0) throw new CuepointError('nothing-to-submit')
  const drafts = new Map((await listDrafts(tx, reviewId, personId)).map((draft) => [draft.prompt_id, draft]))
  for (const { promptId, version } of seen) {
    const current = drafts.get(promptId)
    if (current?.version !== version)
      throw new CuepointError('version-conflict', {
        promptId,
        current: current ? draftShape(current) : null,
      })
  }
  for (const { promptId } of seen) {
    const draft = drafts.get(promptId)
    if (draft) await submitAnswer(tx, { promptId, personId }, draft)
  }
  const { answered } = await moveByGate(tx, review)
  if (!answered.some((answer) => answer.person_id === personId)) throw new CuepointError('nothing-to-submit')
  return await presentReview(tx, reviewId, personId)
}

/** The caller holds the review: of two who submit at once the second one finds the first one's answers. */
async function moveByGate(tx: Tx, review: Row<'review'>): ReturnType<typeof readGate> {
  const gate = await readGate(tx, review.id)
  if (!gate.open) {
    if (review.state !== 'answering') await moveReview(tx, review.id, 'answering')
    return gate
  }
  if (review.state !== 'ready' && (await moveReview(tx, review.id, 'ready'))) {
    await recordFact(tx, {
      personId: review.coach_id,
      kind: 'review-ready',
      clipId: review.clip_id,
      reviewId: review.id,
      fact: `review-ready:${review.id}`,
    })
  }
  return gate
}
