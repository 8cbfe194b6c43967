import type { ReviewSummary } from '@cuepoint/contracts'
import type { HomeReview } from '@cuepoint/db'
import { turnOf } from '@cuepoint/domain'
import { mediaUrl } from '../http/media-url.ts'
import { type HomeFacts, isAsked, joinedReviews, ledReviews } from './facts.ts'

/** What she waits for: reviews in which it is someone else's turn, the longest wait first. */
export function othersTurns(facts: HomeFacts): ReviewSummary[] {
  const led = ledReviews(facts).filter(({ state }) => state === 'sent' || state === 'answering')
  const joined = joinedReviews(facts).filter(
    (review) =>
      ((review.state === 'sent' || review.state === 'answering') && !isAsked(review, facts.readerId)) ||
      (review.state === 'ready' && review.discussion_at === null) ||
      // The talk was held; its coach closes it.
      review.state === 'discussed',
  )
  return [...led, ...joined]
    .toSorted((one, other) => one.state_since.getTime() - other.state_since.getTime())
    .map(summaryShape)
}

const summaryShape = (review: HomeReview): ReviewSummary => ({
  id: review.id,
  clipId: review.clip_id,
  clipTitle: review.clip_title,
  posterUrl:
    review.media_id !== null && review.poster !== null
      ? mediaUrl(review.clip_id, review.media_id, review.poster)
      : null,
  coach: { id: review.coach_id, name: review.coach_name },
  participants: review.participants.map(({ id, name }) => ({ id, name })),
  state: review.state,
  stateSince: review.state_since.toISOString(),
  turn: turnOf({ state: review.state, discussionAt: review.discussion_at }),
  dueOn: review.due_on,
  prompts: review.prompts,
})
