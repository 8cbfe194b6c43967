import type { Clip, Me, ReviewSummary } from '@cuepoint/contracts'
import { IconMessageQuestion } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PlaceLink } from '../../components/place-link.tsx'
import { Press, pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { TurnBadge } from '../../components/turn-badge.tsx'
import { clipReviewsQuery, keys, meQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { places } from '../../lib/places.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import styles from './clip-page.module.css'
import { placeOfReview, turnOfReview } from './review-place.ts'

/** What has been asked about this clip, and for a coach the way to ask. */
export function ClipReviews({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const client = useQueryClient()
  const router = useRouter()
  const { data: me } = useQuery(meQuery)
  const reviews = useQuery(clipReviewsQuery(clip.id))
  const begin = useMutation({
    mutationFn: () => request('POST /reviews', { body: { clipId: clip.id } }),
    onSuccess: (review) => {
      client.setQueryData(keys.review(review.id), review)
      void client.invalidateQueries({ queryKey: keys.clipReviews(clip.id) })
      void client.invalidateQueries({ queryKey: keys.home })
      router.history.push(places.review(review.id))
    },
  })
  const mayAsk = clip.level === 'coach' && clip.state === 'ready'
  const mine = reviews.data?.find((review) => review.coach.id === me?.id && review.state === 'draft')
  if (reviews.data?.length === 0 && !mayAsk) return null
  return (
    <section className={styles.panel}>
      <h2 className={styles.panelTitle}>{t('reviews.title')}</h2>
      {reviews.isError && <ProblemMessage error={reviews.error} onTryAgain={() => void reviews.refetch()} />}
      {reviews.isPending && (
        <SkeletonGroup>
          <SkeletonBar height="2.75rem" />
        </SkeletonGroup>
      )}
      {reviews.isSuccess && me && (
        <ul className={styles.people}>
          {reviews.data
            .filter((review) => review !== mine)
            .map((review) => (
              <li key={review.id}>
                <ReviewLine review={review} me={me} />
              </li>
            ))}
        </ul>
      )}
      {begin.isError && <ProblemMessage error={begin.error} />}
      {mayAsk && mine && (
        <PlaceLink href={places.review(mine.id)} className={pressClass({ look: 'primary' })}>
          {t('reviews.goOn')}
        </PlaceLink>
      )}
      {mayAsk && reviews.isSuccess && !mine && (
        <Press
          look={reviews.data.length === 0 ? 'primary' : 'secondary'}
          busy={begin.isPending}
          onClick={() => begin.mutate()}
        >
          <IconMessageQuestion aria-hidden size={20} />
          {t('reviews.begin')}
        </Press>
      )}
    </section>
  )
}

function ReviewLine({ review, me }: { review: ReviewSummary; me: Me }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const now = useNow()
  const turn = turnOfReview(review, me.id)
  const names = format.list(
    review.turn === 'teacher' ? review.participants.map((person) => person.name) : [review.coach.name],
  )
  return (
    <PlaceLink href={placeOfReview(review, me.id)} className={styles.review}>
      <span className={styles.name}>
        {t('reviews.from', {
          name: review.coach.name,
          prompts: t('reviews.prompts', { count: review.prompts }),
        })}
      </span>
      <span className={styles.quiet}>
        {t(`reviews.state.${review.state}`)} · {format.ago(review.stateSince, now)}
      </span>
      {turn !== 'nobody' && (
        <span>
          <TurnBadge
            turn={turn}
            label={turn === 'theirs' ? t('reviews.theirTurn', { names }) : t(`reviews.turn.${turn}`)}
          />
        </span>
      )}
    </PlaceLink>
  )
}
