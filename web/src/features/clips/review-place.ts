import type { ReviewSummary } from '@cuepoint/contracts'
import { answersAreOpen } from '@cuepoint/domain'
import { places } from '../../lib/places.ts'

/** Where a review leads one of its people: the coach to her questions, the one asked to answering, both to the talk. */
export function placeOfReview(review: ReviewSummary, meId: string): string {
  if (review.state === 'discussed' || review.state === 'closed') return places.talk(review.id)
  if (review.coach.id === meId) return places.review(review.id)
  const asked = review.participants.some((person) => person.id === meId)
  return asked && answersAreOpen(review.state) ? places.answer(review.id) : places.review(review.id)
}

/** Whose turn it is, as one of its people sees it. */
export function turnOfReview(review: ReviewSummary, meId: string): 'mine' | 'theirs' | 'both' | 'nobody' {
  if (review.turn === 'nobody' || review.turn === 'both') return review.turn
  const mine =
    review.turn === 'coach'
      ? review.coach.id === meId
      : review.participants.some((person) => person.id === meId)
  return mine ? 'mine' : 'theirs'
}
