import type { Clip, PersonRef, Review } from '@cuepoint/contracts'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import field from '../../components/field.module.css'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { partnershipsQuery } from '../../lib/api/queries.ts'
import { useFormat } from '../../lib/reader.tsx'
import styles from './review-editor.module.css'
import { useReviewChange } from './use-review-change.ts'

/** Who gets the review, and until when an answer would be good. */
export function WhomAndWhen({ review, clip, myId }: { review: Review; clip: Clip; myId: string }) {
  const { t } = useTranslation('reviews')
  const format = useFormat()
  const id = useId()
  const { data: partnerships } = useQuery(partnershipsQuery(clip.programId))
  const whom = useReviewChange(review.id, 'participantIds')
  const when = useReviewChange(review.id, 'dueOn')
  // As she ticked them while that is on its way: the next tick must not wait for the answer to the last.
  const chosen =
    (whom.isPending ? whom.variables.participantIds : undefined) ??
    review.participants.map(({ person }) => person.id)
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
                  whom.mutate({
                    participantIds: event.currentTarget.checked
                      ? [...chosen, person.id]
                      : chosen.filter((each) => each !== person.id),
                  })
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
            when.mutate({ dueOn: day === '' ? null : day })
          }}
        />
        <span className={field.hint}>{t('dueHint')}</span>
      </div>
      {(whom.isError || when.isError) && <ProblemMessage error={whom.error ?? when.error} />}
    </div>
  )
}

const distinct = (people: readonly PersonRef[]): PersonRef[] => [
  ...new Map(people.map((person) => [person.id, person])).values(),
]
