import type { Review } from '@cuepoint/contracts'
import { startsWithStrength } from '@cuepoint/domain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { KindIcon } from '../../components/prompt-kind.tsx'
import { ApiProblem } from '../../lib/api/problem.ts'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat } from '../../lib/reader.tsx'
import styles from './review-editor.module.css'
import type { PromptInHand } from './use-prompts.ts'
import { inTurn, lostChanges } from './use-review-change.ts'

type Props = {
  review: Review
  prompts: readonly PromptInHand[]
  onPreview: () => void
  onOpen: (promptId: string) => void
  onMove: (promptId: string, index: number) => void
  /** Pins a strength at the moment the clip shows. */
  onAddStrength: () => void
}

/** The last look before it goes, and the one word about starting with a strength. */
export function SendPanel({ review, prompts, onPreview, onOpen, onMove, onAddStrength }: Props) {
  const { t } = useTranslation('reviews')
  const client = useQueryClient()
  const format = useFormat()
  const [asked, setAsked] = useState(false)
  const names = format.list(review.participants.map(({ person }) => person.name))
  const values = prompts.map(({ state }) => state.value)
  const strengthFirst = startsWithStrength(values)
  const strength = prompts.find(({ state }) => state.value.kind === 'strength')
  const wordless = prompts.find(({ state }) => state.value.text.trim() === '')

  const send = useMutation({
    scope: inTurn(review.id),
    mutationFn: async (strengthFirstWaived: boolean) => {
      await Promise.all(prompts.map(({ autosave }) => autosave.flush()))
      for (const { autosave } of prompts) {
        const { status, problem } = autosave.getState()
        if (status !== 'saved') throw new ApiProblem(problem ?? 'unreachable')
      }
      const params = { reviewId: review.id }
      for (const body of lostChanges(client, review.id))
        await request('PATCH /reviews/:reviewId', { params, body })
      return await request('POST /reviews/:reviewId/send', {
        params,
        body: { strengthFirstWaived },
      })
    },
    onSuccess: (sent) => client.setQueryData(keys.review(review.id), sent),
  })

  if (prompts.length === 0) return null
  return (
    <section className={styles.send} aria-label={t('sendTitle')}>
      {!strengthFirst && (
        <div className={styles.strength} data-asked={asked} role={asked ? 'alert' : undefined}>
          <KindIcon kind="strength" sizePx={24} />
          <div>
            <p>{t(asked ? 'strength.asked' : 'strength.hint', { names })}</p>
            <div className={styles.ways}>
              {strength ? (
                <Press look="secondary" onClick={() => onMove(strength.id, 0)}>
                  {t('strength.move')}
                </Press>
              ) : (
                <Press look="secondary" onClick={onAddStrength}>
                  {t('strength.add')}
                </Press>
              )}
              {asked && (
                <Press look="quiet" busy={send.isPending} onClick={() => send.mutate(true)}>
                  {t('strength.asIs')}
                </Press>
              )}
            </div>
          </div>
        </div>
      )}
      {wordless && (
        <p className={styles.wordless}>
          {t('wordless')}{' '}
          <button type="button" onClick={() => onOpen(wordless.id)}>
            {t('wordlessOpen')}
          </button>
        </p>
      )}
      {send.isError && <ProblemMessage error={send.error} />}
      <div className={styles.ways}>
        {(strengthFirst || !asked) && (
          <Press
            look="primary"
            busy={send.isPending}
            disabled={wordless !== undefined || review.participants.length === 0}
            onClick={() => (strengthFirst ? send.mutate(false) : setAsked(true))}
          >
            {send.isPending ? t('sending') : t('send', { names })}
          </Press>
        )}
        <Press look="quiet" onClick={onPreview}>
          {t('preview', { names })}
        </Press>
      </div>
    </section>
  )
}
