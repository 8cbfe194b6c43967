import type { TeacherRow, WaitingItem } from '@cuepoint/contracts'
import { places } from '../../lib/places.ts'

/** Where the thing that waits is done. */
export function placeOfWaiting({ kind, clipId, reviewId }: WaitingItem): string {
  switch (kind) {
    case 'answer-review':
      return reviewId === null ? places.home : places.answer(reviewId)
    case 'finish-draft-review':
      return reviewId === null ? places.home : places.review(reviewId)
    case 'plan-discussion':
    case 'hold-discussion':
    case 'close-discussion':
    case 'do-step':
      return reviewId === null ? places.home : places.talk(reviewId)
    case 'start-review':
    case 'send-file':
    case 'send-other-file':
    case 'retry-clip':
    case 'share-clip':
      return clipId === null ? places.clips : places.clip(clipId)
  }
}

/** Where a coach looks when she presses a teacher's row; undefined while there is nothing to look at. */
export function placeOfTeacher({ doing, clipId, reviewId }: TeacherRow): string | undefined {
  switch (doing) {
    case 'nothing-yet':
    case 'clip-on-its-way':
      return undefined
    case 'clip-to-review':
      return clipId === null ? undefined : places.clip(clipId)
    case 'review-draft':
    case 'answering':
      return reviewId === null ? undefined : places.review(reviewId)
    case 'ready-to-talk':
    case 'talk-planned':
    case 'talking':
    case 'next-clip':
      return reviewId === null ? undefined : places.talk(reviewId)
  }
}
