import { useParams } from '@tanstack/react-router'
import { AnswerPreview } from '../features/answers/answer-preview.tsx'
import { LazyClipPlayer } from '../features/player/lazy-clip-player.tsx'
import { ReviewPage } from '../features/reviews/review-page.tsx'

/** Where a review, the clip and the view of the one who answers meet. */
export function ReviewPlace() {
  const { reviewId } = useParams({ from: '/signed-in/reviews/$reviewId' })
  return (
    <ReviewPage
      key={reviewId}
      reviewId={reviewId}
      Player={LazyClipPlayer}
      renderPreview={(review, clip) => <AnswerPreview review={review} clip={clip} Player={LazyClipPlayer} />}
    />
  )
}
