import type { ChangeReview, Clip, PersonRef, Review } from '@cuepoint/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import field from '../../components/field.module.css'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { keys, partnershipsQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat } from '../../lib/reader.tsx'
import { inTurn } from './in-turn.ts'
import styles from './review-editor.module.css'

/** Who gets the review, and until when an answer would be good. */
export function WhomAndWhen({ review, clip, myId }: { review: Review; clip: Clip; myId: string }) {
  const { t } = useTranslation('reviews')
  const client = useQueryClient()
  const format = useFormat()
  const id = useId()
  const { data: partnerships } = useQuery(partnershipsQuery(clip.programId))
  /** As she ticked them: the next tick must not wait for the answer to the last. */
  const [chosen, setChosen] = useState(() => participantsOf(review))
  const change = useMutation({
    scope: inTurn(review.id),
    mutationFn: (body: ChangeReview) =>
      request('PATCH /reviews/:reviewId', { params: { reviewId: review.id }, body }),
    onSuccess: (changed) => client.setQueryData(keys.review(review.id), changed),
    onError: () => setChosen(participantsOf(review)),
  })
  const choose = (participantIds: string[]) => {
    setChosen(participantIds)
    change.mutate({ participantIds })
  }
  const groups = (partnerships ?? []).filter(
    ({ endedAt, members }) => endedAt === null && members.some(({ person }) => person.id === clip.owner.id),
  )
  const people = distinct([
    clip.owner,
    ...review.participants.map(({ person }) => person),
    ...groups.flatMap(({ members }) => members.map(({ person }) => person)),
  ]).filter((person) => person.id !== myId)

  return (
    <div className={styles.whom}>
      {people.length > 1 ? (
        <fieldset className={styles.people}>
          <legend className={field.label}>{t('whom')}</legend>
          {people.map((person) => (
            <label key={person.id} className={field.check}>
              <input
                type="checkbox"
                checked={chosen.includes(person.id)}
                onChange={(event) =>
                  choose(
                    event.currentTarget.checked
                      ? [...chosen, person.id]
                      : chosen.filter((each) => each !== person.id),
                  )
                }
              />
              {person.name}
            </label>
          ))}
        </fieldset>
      ) : (
        <p>{t('for', { names: format.list(people.map(({ name }) => name)) })}</p>
      )}
      <div className={field.field}>
        <label htmlFor={id} className={field.label}>
          {t('due')}
        </label>
        <input
          id={id}
          type="date"
          className={field.input}
          defaultValue={review.dueOn ?? ''}
          onChange={(event) => {
            const day = event.currentTarget.value
            change.mutate({ dueOn: day === '' ? null : day })
          }}
        />
        <span className={field.hint}>{t('dueHint')}</span>
      </div>
      {change.isError && <ProblemMessage error={change.error} />}
    </div>
  )
}

const participantsOf = ({ participants }: Review): string[] => participants.map(({ person }) => person.id)

const distinct = (people: readonly PersonRef[]): PersonRef[] => [
  ...new Map(people.map((person) => [person.id, person])).values(),
]
