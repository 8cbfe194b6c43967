import type { Notice } from '@cuepoint/contracts'
import { places } from '../../lib/places.ts'

/** Where a notice leads: straight to the place it speaks of. */
export function placeOfNotice({ kind, clipId, reviewId }: Notice): string {
  switch (kind) {
    case 'clip-shared':
    case 'clip-ready':
    case 'clip-refused':
      return clipId === null ? places.home : places.clip(clipId)
    case 'review-sent':
      return reviewId === null ? places.home : places.answer(reviewId)
    case 'review-ready':
    case 'discussion-scheduled':
    case 'review-discussed':
    case 'review-closed':
      return reviewId === null ? places.home : places.talk(reviewId)
  }
}
