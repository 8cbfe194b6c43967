import type { Discussion, Me } from '@cuepoint/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import field from '../../components/field.module.css'
import { SaveLine } from '../../components/save-line.tsx'
import { joined, TwoVersions } from '../../components/two-versions.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { isText, keeperFor } from '../../lib/kept-words.ts'
import { useAutosave } from '../../lib/use-autosave.ts'
import styles from './discussion.module.css'

const currentOf = ({ current }: Readonly<Record<string, unknown>>) => {
  if (typeof current !== 'object' || current === null) return undefined
  const { summary, version } = current as { summary?: unknown; version?: unknown }
  return isText(summary) && typeof version === 'number' ? { value: summary, version } : undefined
}

/** What they take from the talk, written by both, saved as it is typed. */
export function SharedSummary({ discussion, me }: { discussion: Discussion; me: Me }) {
  const { t } = useTranslation('discussions')
  const client = useQueryClient()
  const id = useId()
  const { reviewId, summary, summaryVersion } = discussion
  const name = `summary.${reviewId}`
  const [state, autosave] = useAutosave<string>({
    name: `${me.id}.${name}`,
    saved: { value: summary, version: summaryVersion },
    keeper: keeperFor(me.id, name, isText),
    same: (a, b) => a === b,
    currentOf,
    send: async (value, baseVersion, leaving) => {
      const saved = await request('PUT /reviews/:reviewId/discussion/summary', {
        params: { reviewId },
        body: { summary: value, baseVersion },
        keepalive: leaving,
      })
      client.setQueryData(keys.discussion(reviewId), saved)
      return saved.summaryVersion
    },
  })
  const others = [discussion.coach, ...discussion.participants].filter((person) => person.id !== me.id)
  const { theirs } = state
  return (
    <section className={styles.part} aria-label={t('summary.title')}>
      <h2>{t('summary.title')}</h2>
      {discussion.state === 'closed' ? (
        <p className={summary === '' ? styles.quiet : styles.words}>
          {summary === '' ? t('summary.empty') : summary}
        </p>
      ) : (
        <>
          {theirs && (
            <TwoVersions
              mine={state.value}
              theirs={theirs.value}
              name={others.length === 1 ? others[0]?.name : undefined}
              onKeepMine={() => autosave.choose(state.value)}
              onTakeTheirs={() => autosave.choose(theirs.value)}
              onJoin={() => autosave.choose(joined(theirs.value, state.value))}
            />
          )}
          <div className={field.field}>
            <label htmlFor={id} className="visually-hidden">
              {t('summary.label')}
            </label>
            <textarea
              id={id}
              className={field.area}
              rows={4}
              maxLength={20_000}
              placeholder={t('summary.hint')}
              value={state.value}
              onChange={(event) => autosave.change(event.currentTarget.value)}
              onBlur={() => void autosave.flush()}
            />
          </div>
          <SaveLine state={state} />
        </>
      )}
    </section>
  )
}
