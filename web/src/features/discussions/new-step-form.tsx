import type { Discussion } from '@cuepoint/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import field from '../../components/field.module.css'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useKeptText } from '../../lib/kept-text.ts'
import { newId } from '../../lib/new-id.ts'
import styles from './discussion.module.css'

type Props = { discussion: Discussion; myId: string; onAdded: () => void }

export function NewStepForm({ discussion, myId, onAdded }: Props) {
  const { t } = useTranslation('discussions')
  const client = useQueryClient()
  const { reviewId } = discussion
  const [text, setText, forget] = useKeptText(`step.${reviewId}`)
  const [ownerId, setOwnerId] = useState(discussion.participants[0]?.id ?? myId)
  const [dueOn, setDueOn] = useState('')
  /** The same step however often it is sent on a bad line. */
  const [stepId, setStepId] = useState(newId)
  const id = useId()
  const add = useMutation({
    mutationFn: () =>
      request('POST /reviews/:reviewId/steps', {
        params: { reviewId },
        body: { id: stepId, ownerId, text: text.trim(), dueOn: dueOn === '' ? null : dueOn },
      }),
    onSuccess: (step) => {
      client.setQueryData<Discussion>(keys.discussion(reviewId), (now) =>
        now && !now.steps.some((each) => each.id === step.id) ? { ...now, steps: [...now.steps, step] } : now,
      )
      setText('')
      forget()
      setDueOn('')
      setStepId(newId())
      onAdded()
    },
  })
  const people = [...discussion.participants, discussion.coach]
  return (
    <form
      className={styles.stepForm}
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '' && !add.isPending) add.mutate()
      }}
    >
      <div className={field.field}>
        <label htmlFor={`${id}-text`} className="visually-hidden">
          {t('steps.what')}
        </label>
        <input
          id={`${id}-text`}
          className={field.input}
          maxLength={1000}
          placeholder={t('steps.what')}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {text !== '' && (
        <div className={styles.stepDetails}>
          <div className={field.field}>
            <label htmlFor={`${id}-who`} className={field.label}>
              {t('steps.who')}
            </label>
            <select
              id={`${id}-who`}
              className={field.input}
              value={ownerId}
              onChange={(event) => setOwnerId(event.currentTarget.value)}
            >
              {people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.id === myId ? t('steps.you') : person.name}
                </option>
              ))}
            </select>
          </div>
          <div className={field.field}>
            <label htmlFor={`${id}-due`} className={field.label}>
              {t('steps.due')}
            </label>
            <input
              id={`${id}-due`}
              type="date"
              className={field.input}
              value={dueOn}
              onChange={(event) => setDueOn(event.currentTarget.value)}
            />
          </div>
          <Press type="submit" look="secondary" busy={add.isPending}>
            {t('steps.add')}
          </Press>
        </div>
      )}
      {add.isError && <ProblemMessage error={add.error} />}
    </form>
  )
}
