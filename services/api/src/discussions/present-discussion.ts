import type { Discussion, Step } from '@cuepoint/contracts'
import {
  findPersonName,
  findReview,
  listSteps,
  type NamedStep,
  type ReviewDetails,
  readGate,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, turnOf } from '@cuepoint/domain'
import { answersFor, relationTo } from '../http/present-review.ts'
import { answerShape, promptShape } from '../http/prompt-shape.ts'

/** The talk as one of those who hold it may see it. Throws not-found. */
export async function presentDiscussion(tx: Tx, reviewId: string, readerId: string): Promise<Discussion> {
  const review = await findReview(tx, reviewId)
  if (!review || review.state === 'draft') throw new CuepointError('not-found')
  const gate = await readGate(tx, reviewId)
  const iAm = relationTo(review, gate, readerId)
  if (iAm === 'owner') throw new CuepointError('not-found')
  const answers = await answersFor(tx, reviewId, readerId, iAm)
  const openedBy = review.opened_by === null ? undefined : await findPersonName(tx, review.opened_by)
  return {
    reviewId: review.id,
    clipId: review.clip_id,
    coach: { id: review.coach_id, name: review.coach_name },
    participants: gate.participants.map(({ id, name }) => ({ id, name })),
    state: discussionState(review),
    turn: turnOf({ state: review.state, discussionAt: review.discussion_at }),
    scheduledAt: review.discussion_at?.toISOString() ?? null,
    openedAt: review.opened_at?.toISOString() ?? null,
    openedBy: openedBy ? { id: openedBy.id, name: openedBy.name } : null,
    openedEarly: review.opened_early,
    closedAt: review.closed_at?.toISOString() ?? null,
    agenda: gate.prompts.map((prompt) => ({
      prompt: promptShape(prompt),
      answers: answers.filter((answer) => answer.prompt_id === prompt.id).map(answerShape),
    })),
    missing: gate.participants.flatMap(({ id, name }) => {
      const promptIds = gate.missing.filter((each) => each.personId === id).map((each) => each.promptId)
      return promptIds.length > 0 ? [{ person: { id, name }, promptIds }] : []
    }),
    summary: review.summary,
    summaryVersion: review.summary_version,
    steps: (await listSteps(tx, reviewId)).map(stepShape),
  }
}

function discussionState(review: ReviewDetails): Discussion['state'] {
  if (review.closed_at !== null) return 'closed'
  if (review.opened_at !== null) return 'open'
  return review.discussion_at !== null ? 'scheduled' : 'not-scheduled'
}

export const stepShape = (row: NamedStep): Step => ({
  id: row.id,
  owner: { id: row.owner_id, name: row.owner_name },
  text: row.text,
  dueOn: row.due_on,
  doneAt: row.done_at?.toISOString() ?? null,
  version: row.version,
})
