import type { Review } from '@cuepoint/contracts'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Press, pressClass } from '../../components/press.tsx'
import { useFormat } from '../../lib/reader.tsx'
import styles from './sent-view.module.css'

type Props = {
  review: Review
  /** Questions she has not answered, counted; the first figure without those she may leave out. */
  needed: number
  open: number
  onAll: () => void
  onGoOn: () => void
}

/** What has happened, and who does what next. */
export function SentView({ review, needed, open, onAll, onGoOn }: Props) {
  const { t } = useTranslation('answers')
  const { name } = review.coach
  const format = useFormat()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const next =
    review.discussionAt !== null
      ? t('sent.planned', { when: format.appointment(review.discussionAt) })
      : review.gateOpen
        ? t('sent.ready', { name })
        : needed > 0
          ? t('sent.partly', { name })
          : t('sent.waitOthers', { name })
  return (
    <section className={styles.sent}>
      <IconCircleCheck size={44} stroke={1.5} aria-hidden="true" className={styles.mark} />
      <h2 ref={heading} tabIndex={-1}>
        {t('sent.title', { name })}
      </h2>
      <p>{next}</p>
      <p className={styles.quiet}>{t('sent.until')}</p>
      <div className={styles.ways}>
        {needed > 0 ? (
          <Press look="primary" onClick={onGoOn}>
            {t('sent.goOn')}
          </Press>
        ) : (
          <a
            className={pressClass({ look: 'primary' })}
            href={review.gateOpen ? `/reviews/${review.id}/talk` : '/'}
          >
            {t(review.gateOpen ? 'sent.talk' : 'sent.home')}
          </a>
        )}
        {needed === 0 && open > 0 && (
          <Press look="quiet" onClick={onGoOn}>
            {t('sent.goOn')}
          </Press>
        )}
        <Press look="quiet" onClick={onAll}>
          {t('sent.change')}
        </Press>
      </div>
    </section>
  )
}
