import type { ChangeStep, Discussion, Static, Step } from '@cuepoint/contracts'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat } from '../../lib/reader.tsx'
import styles from './discussion.module.css'
import { NewStepForm } from './new-step-form.tsx'

type StepOf = Static<typeof Step>

/** What will be tried, by whom and until when. Ticking off goes on after the talk. */
export function StepList({ discussion, myId }: { discussion: Discussion; myId: string }) {
  const { t } = useTranslation('discussions')
  const client = useQueryClient()
  const offerUndo = useUndo()
  const { reviewId } = discussion
  /** Deleted here, and on the server once the time to undo is over. */
  const [hidden, setHidden] = useState<readonly string[]>([])
  const again = () => {
    void client.invalidateQueries({ queryKey: keys.discussion(reviewId) })
    void client.invalidateQueries({ queryKey: keys.home })
  }
  const change = useMutation({
    mutationFn: ({ stepId, body }: { stepId: string; body: ChangeStep }) =>
      request('PATCH /reviews/:reviewId/steps/:stepId', { params: { reviewId, stepId }, body }),
    onSuccess: (changed) =>
      client.setQueryData<Discussion>(keys.discussion(reviewId), (now) =>
        now ? { ...now, steps: now.steps.map((step) => (step.id === changed.id ? changed : step)) } : now,
      ),
    onSettled: again,
  })
  const remove = (stepId: string) => {
    setHidden((now) => [...now, stepId])
    const back = () => setHidden((now) => now.filter((each) => each !== stepId))
    offerUndo({
      message: t('steps.deleted'),
      undo: back,
      commit: async () => {
        try {
          await request('DELETE /reviews/:reviewId/steps/:stepId', {
            params: { reviewId, stepId },
            keepalive: true,
          })
        } catch {
          back()
        }
        again()
      },
    })
  }
  const steps = discussion.steps.filter(({ id }) => !hidden.includes(id))
  const closed = discussion.state === 'closed'
  return (
    <section className={styles.part} aria-label={t('steps.title')}>
      <h2>{t('steps.title')}</h2>
      {steps.length === 0 && <p className={styles.quiet}>{t('steps.none')}</p>}
      {steps.length > 0 && (
        <ul className={styles.steps}>
          {steps.map((step) => (
            <li key={step.id}>
              <StepLine
                step={step}
                mine={step.owner.id === myId}
                onDone={(done, onRefused) =>
                  change.mutate(
                    { stepId: step.id, body: { done, baseVersion: step.version } },
                    { onError: onRefused },
                  )
                }
              />
              {!closed && (
                <Press
                  look="quiet"
                  icon
                  aria-label={t('steps.delete', { text: step.text })}
                  title={t('steps.delete', { text: step.text })}
                  onClick={() => remove(step.id)}
                >
                  <IconTrash size={20} aria-hidden="true" />
                </Press>
              )}
            </li>
          ))}
        </ul>
      )}
      {change.isError && <ProblemMessage error={change.error} />}
      {!closed && <NewStepForm discussion={discussion} myId={myId} onAdded={again} />}
    </section>
  )
}

type LineProps = { step: StepOf; mine: boolean; onDone: (done: boolean, onRefused: () => void) => void }

function StepLine({ step, mine, onDone }: LineProps) {
  const { t } = useTranslation('discussions')
  const format = useFormat()
  // The tick is there at once, and holds until the server has said what the step is now.
  const [ticked, setTicked] = useState<{ done: boolean; version: number } | null>(null)
  const done = ticked?.version === step.version ? ticked.done : step.doneAt !== null
  const about = [
    mine ? t('steps.you') : step.owner.name,
    step.doneAt !== null
      ? t('steps.doneOn', { day: format.moment(step.doneAt) })
      : step.dueOn !== null && t('steps.dueOn', { day: format.calendarDay(step.dueOn) }),
  ].filter(Boolean)
  return (
    <label className={styles.step} data-done={done}>
      <input
        type="checkbox"
        checked={done}
        aria-label={t('steps.done', { text: step.text })}
        onChange={(event) => {
          setTicked({ done: event.currentTarget.checked, version: step.version })
          onDone(event.currentTarget.checked, () => setTicked(null))
        }}
      />
      <span>
        <span className={styles.stepText}>{step.text}</span>
        <span className={styles.quiet}>{about.join(' · ')}</span>
      </span>
    </label>
  )
}
