import type { Clip, ReviewSummary } from '@cuepoint/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PlaceLink } from '../../components/place-link.tsx'
import { Press, pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { clipReviewsQuery, keys, meQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { places } from '../../lib/places.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import styles from './clip-reviews.module.css'

/** The reviews of a clip, each with the way to it, and for its coach the way to begin one. */
export function ClipReviews({ clip }: { clip: Clip }) {
  const { t } = useTranslation('reviews')
  const router = useRouter()
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const reviews = useQuery(clipReviewsQuery(clip.id))
  const begin = useMutation({
    mutationFn: () => request('POST /reviews', { body: { clipId: clip.id } }),
    onSuccess: (review) => {
      client.setQueryData(keys.review(review.id), review)
      void client.invalidateQueries({ queryKey: keys.clipReviews(clip.id) })
      router.history.push(places.review(review.id))
    },
  })
  const list = reviews.data ?? []
  const mayAsk = clip.level === 'coach' && clip.state === 'ready'
  const hasDraft = list.some(({ state, coach }) => state === 'draft' && coach.id === me?.id)
  if (!mayAsk && list.length === 0) return null
  return (
    <section className={styles.panel}>
      <h2>{t('panelTitle')}</h2>
      {list.length > 0 && (
        <ul>
          {list.map((review) => (
            <li key={review.id}>
              <ReviewLine review={review} myId={me?.id} />
            </li>
          ))}
        </ul>
      )}
      {begin.isError && <ProblemMessage error={begin.error} />}
      {mayAsk && !hasDraft && reviews.data && (
        <>
          {list.length === 0 && <p className={styles.quiet}>{t('beginHint', { name: clip.owner.name })}</p>}
          <Press
            look={list.length === 0 ? 'primary' : 'secondary'}
            busy={begin.isPending}
            onClick={() => begin.mutate()}
          >
            {t('begin')}
          </Press>
        </>
      )}
    </section>
  )
}

function ReviewLine({ review, myId }: { review: ReviewSummary; myId: string | undefined }) {
  const { t } = useTranslation('reviews')
  const format = useFormat()
  const now = useNow()
  const answering = review.participants.some(({ id }) => id === myId)
  const open = ['sent', 'answering', 'ready'].includes(review.state)
  const names = format.list(review.participants.map(({ name }) => name))
  const [href, way] =
    review.state === 'draft'
      ? [places.review(review.id), t('way.goOn')]
      : answering && open
        ? [places.answer(review.id), t(review.state === 'ready' ? 'way.seeAnswers' : 'way.answer')]
        : review.state === 'discussed' || review.state === 'closed'
          ? [places.talk(review.id), t('way.talk')]
          : [places.review(review.id), t('way.open')]
  return (
    <div className={styles.line}>
      <p>
        <strong>{answering ? t('fromCoach', { name: review.coach.name }) : t('forNames', { names })}</strong>
        <span className={styles.quiet}>
          {t(`state.${review.state}`, { name: review.coach.name, names })}{' '}
          {format.ago(review.stateSince, now)}
        </span>
      </p>
      <PlaceLink
        className={pressClass({
          look: answering && open && review.state !== 'ready' ? 'primary' : 'secondary',
        })}
        href={href}
      >
        {way}
      </PlaceLink>
    </div>
  )
}
