import type { Review } from '@cuepoint/contracts'
import {
  findReview,
  type GateState,
  listAnswers,
  listDrafts,
  type NamedAnswer,
  type ReviewDetails,
  readGate,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, turnOf } from '@cuepoint/domain'
import { answerShape, draftShape, promptShape } from './prompt-shape.ts'

/** What one reader is to a review. Throws not-found where she is nothing to it. */
export function relationTo(review: ReviewDetails, gate: GateState, readerId: string): Review['iAm'] {
  if (review.coach_id === readerId) return 'coach'
  if (gate.participants.some((person) => person.id === readerId)) return 'participant'
  if (review.clip_owner_id === readerId) return 'owner'
  throw new CuepointError('not-found')
}

/** Submitted answers are for the coach and for her who wrote them. */
export async function answersFor(
  tx: Tx,
  reviewId: string,
  readerId: string,
  iAm: Review['iAm'],
): Promise<NamedAnswer[]> {
  if (iAm === 'owner') return []
  return await listAnswers(tx, reviewId, iAm === 'coach' ? {} : { personId: readerId })
}

/** A review as this reader may see it. Throws not-found when it is not there, deleted, or none of hers. */
export async function presentReview(tx: Tx, reviewId: string, readerId: string): Promise<Review> {
  const review = await findReview(tx, reviewId)
  if (!review) throw new CuepointError('not-found')
  const gate = await readGate(tx, reviewId)
  const iAm = relationTo(review, gate, readerId)
  if (iAm !== 'coach' && review.state === 'draft') throw new CuepointError('not-found')
  const answers = await answersFor(tx, reviewId, readerId, iAm)
  const drafts = iAm === 'participant' ? await listDrafts(tx, reviewId, readerId) : []
  return {
    id: review.id,
    clipId: review.clip_id,
    clipTitle: review.clip_title,
    coach: { id: review.coach_id, name: review.coach_name },
    iAm,
    state: review.state,
    stateSince: review.state_since.toISOString(),
    turn: turnOf({ state: review.state, discussionAt: review.discussion_at }),
    dueOn: review.due_on,
    participants: participantsOf(gate),
    prompts: gate.prompts.map(promptShape),
    answers: answers.map(answerShape),
    drafts: drafts.map((draft) => ({ promptId: draft.prompt_id, draft: draftShape(draft) })),
    gateOpen: gate.open,
    discussionAt: review.discussion_at?.toISOString() ?? null,
    sentAt: review.sent_at?.toISOString() ?? null,
    version: review.version,
  }
}

function participantsOf({ participants, prompts, missing, answered }: GateState): Review['participants'] {
  const required = prompts.filter((prompt) => prompt.required).length
  return participants.map((person) => {
    const submitted = answered
      .filter((answer) => answer.person_id === person.id)
      .map((answer) => answer.submitted_at.toISOString())
    return {
      person: { id: person.id, name: person.name },
      answeredRequired: required - missing.filter((each) => each.personId === person.id).length,
      required,
      lastSubmittedAt: submitted.sort().at(-1) ?? null,
    }
  })
}
