import type { Review } from '@cuepoint/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { places } from '../../lib/places.ts'
import styles from './review-editor.module.css'

/** Takes the draft away and goes back to the clip; for a while it can be had back. */
export function DiscardDraft({ review }: { review: Review }) {
  const { t } = useTranslation('reviews')
  const router = useRouter()
  const client = useQueryClient()
  const offerUndo = useUndo()
  const [error, setError] = useState<unknown>(null)
  const again = () => {
    void client.invalidateQueries({ queryKey: keys.clipReviews(review.clipId) })
    void client.invalidateQueries({ queryKey: keys.home })
  }
  const discard = async () => {
    try {
      await request('DELETE /reviews/:reviewId', { params: { reviewId: review.id } })
      again()
      router.history.push(places.clip(review.clipId))
      offerUndo({
        message: t('discarded'),
        undo: async () => {
          await request('POST /reviews/:reviewId/restore', { params: { reviewId: review.id } })
          again()
          router.history.push(places.review(review.id))
        },
      })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div>
      {error != null && <ProblemMessage error={error} />}
      <Press look="quiet" className={styles.discard} onClick={() => void discard()}>
        {t('discard')}
      </Press>
    </div>
  )
}
