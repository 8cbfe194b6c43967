import type { Discussion } from '@cuepoint/contracts'
import { IconCircleCheck, IconHourglass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Press, pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { request } from '../../lib/api/request.ts'
import { places } from '../../lib/places.ts'
import { useFormat } from '../../lib/reader.tsx'
import styles from './discussion.module.css'
import { TalkTime } from './talk-time.tsx'
import { useDiscussionChange } from './use-discussion-change.ts'

/** What is missing and whose turn it is, the time, and the way to begin. It tells; it never locks. */
export function GateCard({ discussion, myId }: { discussion: Discussion; myId: string }) {
  const { t } = useTranslation('discussions')
  const format = useFormat()
  const { reviewId, missing, openedAt, openedBy, closedAt } = discussion
  const open = useDiscussionChange(reviewId, () =>
    request('POST /reviews/:reviewId/discussion/open', { params: { reviewId } }),
  )
  const complete = missing.length === 0
  const iAnswer = discussion.participants.some(({ id }) => id === myId)
  if (openedAt !== null) {
    const when = format.moment(openedAt)
    return (
      <section className={styles.card}>
        <p>
          {openedBy?.id === myId
            ? t('open.byYou', { when })
            : t('open.by', { name: openedBy?.name ?? discussion.coach.name, when })}{' '}
          {discussion.openedEarly && t('open.wasEarly')}
        </p>
        {closedAt === null ? (
          <TalkTime discussion={discussion} />
        ) : (
          <p className={styles.quiet}>{t('close.closed', { when: format.moment(closedAt) })}</p>
        )}
      </section>
    )
  }
  return (
    <section className={styles.card} data-open={complete}>
      <ul className={styles.gate}>
        {complete && (
          <li>
            <IconCircleCheck size={22} aria-hidden="true" />
            <p>{t('gate.open')}</p>
          </li>
        )}
        {missing.map(({ person, promptIds }) => (
          <li key={person.id}>
            <IconHourglass size={22} aria-hidden="true" />
            <p>
              {person.id === myId
                ? `${t('gate.yours')} ${t('gate.mine', { count: promptIds.length })}`
                : `${t('gate.turn', { name: person.name })} ${t('gate.missing', { name: person.name, count: promptIds.length })}`}
            </p>
          </li>
        ))}
      </ul>
      {!complete && iAnswer && missing.some(({ person }) => person.id === myId) && (
        <a className={pressClass({ look: 'primary' })} href={places.answer(reviewId)}>
          {t('gate.answer')}
        </a>
      )}
      <TalkTime discussion={discussion} />
      {open.isError && <ProblemMessage error={open.error} />}
      <div className={styles.open}>
        <Press
          look={complete ? 'primary' : 'secondary'}
          busy={open.isPending}
          onClick={() => open.mutate(undefined)}
        >
          {t(complete ? 'open.button' : 'open.early')}
        </Press>
        <p className={styles.quiet}>{t(complete ? 'open.hint' : 'open.earlyHint')}</p>
      </div>
    </section>
  )
}
