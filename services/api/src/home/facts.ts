import type { ClipListing, CoachedTeacher, HomeReview, OpenStep, Sight } from '@cuepoint/db'
import { levelAtLeast } from '@cuepoint/domain'

/** All that a person's home is decided from: read at one moment, judged without another question. */
export type HomeFacts = {
  readerId: string
  ownClips: readonly ClipListing[]
  sharedClips: readonly ClipListing[]
  /** What she may do with the clips of others. */
  sight: ReadonlyMap<string, Sight>
  /** Which of her own clips someone may see now. */
  sharedOwn: ReadonlySet<string>
  reviews: readonly HomeReview[]
  steps: readonly OpenStep[]
  teachers: readonly CoachedTeacher[]
}

/** The reviews she leads, as long as the owner lets her coach. */
export const ledReviews = ({ readerId, reviews, sight }: HomeFacts): HomeReview[] =>
  reviews.filter(
    (review) => review.coach_id === readerId && levelAtLeast(sight.get(review.clip_id)?.level, 'coach'),
  )

/** The reviews she is asked in, as long as she may see the clip. */
export const joinedReviews = ({ readerId, reviews, sight }: HomeFacts): HomeReview[] =>
  reviews.filter(
    (review) =>
      review.state !== 'draft' &&
      review.participants.some((person) => person.id === readerId) &&
      (review.owner_id === readerId || sight.has(review.clip_id)),
  )

/** Ready clips that she may coach on and has not begun to. */
export function clipsToReview(facts: HomeFacts): ClipListing[] {
  const begun = new Set(
    facts.reviews.filter((review) => review.coach_id === facts.readerId).map((review) => review.clip_id),
  )
  return facts.sharedClips.filter(
    (clip) =>
      clip.state === 'ready' && !begun.has(clip.id) && levelAtLeast(facts.sight.get(clip.id)?.level, 'coach'),
  )
}

/** Since when a shared clip can be worked on: it has to be ready, and she has to be let in. */
export function availableSince(
  clip: Pick<ClipListing, 'id' | 'state_since'>,
  sight: HomeFacts['sight'],
): Date {
  const granted = sight.get(clip.id)?.since
  return granted !== undefined && granted > clip.state_since ? granted : clip.state_since
}

/** Whether it is this participant's turn: something required is open, or she has not said anything yet. */
export function isAsked(review: HomeReview, personId: string): boolean {
  const her = review.participants.find((person) => person.id === personId)
  return (
    (review.state === 'sent' || review.state === 'answering') &&
    her !== undefined &&
    (her.missing > 0 || !her.submitted)
  )
}
