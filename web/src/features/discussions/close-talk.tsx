import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { request } from '../../lib/api/request.ts'
import styles from './discussion.module.css'
import { useDiscussionChange } from './use-discussion-change.ts'

/** Closing cannot be taken back, so the page says what it means before the second press does it. */
export function CloseTalk({ reviewId }: { reviewId: string }) {
  const { t } = useTranslation('discussions')
  const [sure, setSure] = useState(false)
  const close = useDiscussionChange(reviewId, () =>
    request('POST /reviews/:reviewId/discussion/close', { params: { reviewId } }),
  )
  if (!sure) {
    return (
      <Press look="secondary" className={styles.close} onClick={() => setSure(true)}>
        {t('close.button')}
      </Press>
    )
  }
  return (
    <section className={styles.card}>
      <p>{t('close.sure')}</p>
      {close.isError && <ProblemMessage error={close.error} />}
      <div className={styles.ways}>
        <Press look="primary" busy={close.isPending} onClick={() => close.mutate(undefined)}>
          {t('close.yes')}
        </Press>
        <Press look="quiet" onClick={() => setSure(false)}>
          {t('close.no')}
        </Press>
      </div>
    </section>
  )
}
