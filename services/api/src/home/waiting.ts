import type { PersonRef, WaitingItem } from '@cuepoint/contracts'
import type { ClipListing, HomeReview, OpenStep } from '@cuepoint/db'
import { availableSince, clipsToReview, type HomeFacts, isAsked, joinedReviews, ledReviews } from './facts.ts'

type Found = { kind: WaitingItem['kind']; since: Date } & Partial<Omit<WaitingItem, 'kind' | 'since'>>

/** What waits for her, the oldest first. */
export function waitingFor(facts: HomeFacts): WaitingItem[] {
  const found = [
    ...ledReviews(facts).flatMap(inLedReview),
    ...joinedReviews(facts).flatMap((review) => inJoinedReview(review, facts.readerId)),
    ...clipsToReview(facts).map(
      (clip): Found => ({
        kind: 'start-review',
        since: availableSince(clip, facts.sight),
        person: { id: clip.owner_id, name: clip.owner_name },
        clipId: clip.id,
        clipTitle: clip.title,
      }),
    ),
    ...facts.ownClips.flatMap((clip) => withOwnClip(clip, facts.sharedOwn)),
    ...facts.steps.map((step) => stepToDo(step, facts)),
  ]
  return found
    .toSorted((one, other) => one.since.getTime() - other.since.getTime())
    .map((item) => ({
      dueOn: null,
      person: null,
      clipId: null,
      clipTitle: null,
      reviewId: null,
      stepText: null,
      ...item,
      since: item.since.toISOString(),
    }))
}

const about = (review: HomeReview, person: PersonRef | null) => ({
  person,
  dueOn: review.due_on,
  clipId: review.clip_id,
  clipTitle: review.clip_title,
  reviewId: review.id,
})

function inLedReview(review: HomeReview): Found[] {
  // The owner, unless she is not the one who is asked.
  const owner = { id: review.owner_id, name: review.owner_name }
  const [first] = review.participants
  const other =
    first === undefined || review.participants.some((person) => person.id === owner.id)
      ? owner
      : { id: first.id, name: first.name }
  const item = (kind: Found['kind'], since: Date): Found[] => [{ kind, since, ...about(review, other) }]
  switch (review.state) {
    case 'draft':
      return item('finish-draft-review', review.created_at)
    case 'ready':
      return item(review.discussion_at === null ? 'plan-discussion' : 'hold-discussion', review.state_since)
    case 'discussed':
      return item('close-discussion', review.state_since)
    case 'sent':
    case 'answering':
    case 'closed':
      return []
  }
}

function inJoinedReview(review: HomeReview, readerId: string): Found[] {
  const coach = { id: review.coach_id, name: review.coach_name }
  if (isAsked(review, readerId))
    return [{ kind: 'answer-review', since: review.sent_at ?? review.state_since, ...about(review, coach) }]
  if (review.state === 'ready' && review.discussion_at !== null)
    return [{ kind: 'hold-discussion', since: review.state_since, ...about(review, coach) }]
  return []
}

function withOwnClip(clip: ClipListing, sharedOwn: ReadonlySet<string>): Found[] {
  const item = (kind: Found['kind']): Found[] => [
    { kind, since: clip.state_since, clipId: clip.id, clipTitle: clip.title },
  ]
  if (clip.state === 'draft') return item('send-file')
  if (clip.state === 'rejected') return item('send-other-file')
  if (clip.state === 'failed') return item(clip.retryable ? 'retry-clip' : 'send-other-file')
  if (clip.state === 'ready' && !sharedOwn.has(clip.id)) return item('share-clip')
  return []
}

function stepToDo(step: OpenStep, { readerId, sight }: HomeFacts): Found {
  const item: Found = { kind: 'do-step', since: step.created_at, dueOn: step.due_on, stepText: step.text }
  // The step is hers for good; the lesson behind it only while she may see it.
  if (step.clip_id === null || !(step.owner_id === readerId || sight.has(step.clip_id))) return item
  const [id, name] =
    step.coach_id === readerId ? [step.owner_id, step.owner_name] : [step.coach_id, step.coach_name]
  return {
    ...item,
    person: id === null || name === null ? null : { id, name },
    clipId: step.clip_id,
    clipTitle: step.clip_title,
    reviewId: step.review_id,
  }
}
