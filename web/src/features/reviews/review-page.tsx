import type { Clip, Review } from '@cuepoint/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ClipDesk, ClipPlace } from '../../components/clip-desk.tsx'
import { LostState } from '../../components/lost-state.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { clipQuery, meQuery, reviewQuery } from '../../lib/api/queries.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import type { PlayerSlot } from '../../lib/playback.ts'
import { ReviewEditor } from './review-editor.tsx'
import { ReviewOverview } from './review-overview.tsx'

type Props = {
  reviewId: string
  Player: PlayerSlot
  renderPreview: (review: Review, clip: Clip) => ReactNode
}

/** `/reviews/:reviewId`: the editor while it is a draft, the overview after. */
export function ReviewPage({ reviewId, Player, renderPreview }: Props) {
  const { t } = useTranslation('reviews')
  const { data: me } = useQuery(meQuery)
  const review = useQuery(reviewQuery(reviewId))
  const clipId = review.data?.clipId
  const { data: clip } = useQuery({ ...clipQuery(clipId ?? ''), enabled: clipId !== undefined })
  usePageTitle(review.data ? t('pageTitle', { clip: review.data.clipTitle }) : t('aReview'))
  if (isProblem(review.error, 'not-found')) return <LostState />
  if (!review.data || !me) {
    if (review.isError)
      return <ProblemMessage error={review.error} onTryAgain={() => void review.refetch()} />
    return (
      <SkeletonGroup>
        <ClipDesk clip={<ClipPlace />}>
          <SkeletonBar width="60%" height="1.75rem" />
          <SkeletonBar height="5rem" />
          <SkeletonBar height="5rem" />
        </ClipDesk>
      </SkeletonGroup>
    )
  }
  return review.data.state === 'draft' ? (
    <ReviewEditor
      key={reviewId}
      review={review.data}
      clip={clip}
      me={me}
      Player={Player}
      renderPreview={renderPreview}
    />
  ) : (
    <ReviewOverview key={reviewId} review={review.data} clip={clip} Player={Player} />
  )
}
