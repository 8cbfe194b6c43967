import type { Clip, Review } from '@cuepoint/contracts'
import { IconMessages } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClipDesk, ClipPlace } from '../../components/clip-desk.tsx'
import { MomentPress } from '../../components/moment-press.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { pressClass } from '../../components/press.tsx'
import { KindTag } from '../../components/prompt-kind.tsx'
import { places } from '../../lib/places.ts'
import { type PlayerHandle, type PlayerSlot, playMoment, type TimelineMark } from '../../lib/playback.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import { savePosition } from '../../lib/save-position.ts'
import styles from './review-overview.module.css'

type Props = { review: Review; clip: Clip | undefined; Player: PlayerSlot }

/** A review on its way: who has answered what, whose turn it is, and the way to the talk. */
export function ReviewOverview({ review, clip, Player }: Props) {
  const { t } = useTranslation('reviews')
  const format = useFormat()
  const [player, setPlayer] = useState<PlayerHandle | null>(null)
  const [activeId, setActiveId] = useState<string>()
  const names = format.list(review.participants.map(({ person }) => person.name))
  const several = review.participants.length > 1
  const marks: TimelineMark[] = review.prompts.map((prompt, n) => ({
    ...prompt,
    order: n + 1,
    done: review.answers.some((answer) => answer.promptId === prompt.id),
  }))
  return (
    <ClipDesk
      clip={
        clip?.media ? (
          <Player
            ref={setPlayer}
            clip={clip}
            media={clip.media}
            title={clip.title}
            marks={marks}
            activeMarkId={activeId}
            positionMs={clip.positionMs}
            onPosition={savePosition(clip.id)}
            onMarkReached={setActiveId}
            onMarkPress={(mark) => {
              setActiveId(mark.id)
              document.getElementById(`prompt-${mark.id}`)?.scrollIntoView?.({ block: 'nearest' })
            }}
          />
        ) : (
          <ClipPlace />
        )
      }
    >
      <div className={styles.head}>
        <h1>
          {review.iAm === 'coach' ? t('editTitle', { names }) : t('ownerTitle', { name: review.coach.name })}
        </h1>
        <p>{t('about', { clip: review.clipTitle })}</p>
      </div>
      <Gate review={review} names={names} />
      <ol className={styles.prompts} aria-label={t('prompts')}>
        {review.prompts.map((prompt) => {
          const answers = review.answers.filter((answer) => answer.promptId === prompt.id)
          const waiting = review.participants.filter(
            ({ person }) => !answers.some((answer) => answer.person.id === person.id),
          )
          return (
            <li key={prompt.id} id={`prompt-${prompt.id}`} data-active={prompt.id === activeId}>
              <div className={styles.about}>
                <KindTag kind={prompt.kind} />
                <MomentPress
                  moment={prompt}
                  about={prompt.text}
                  onPress={() => {
                    setActiveId(prompt.id)
                    if (player) playMoment(player, prompt)
                  }}
                />
              </div>
              <p className={styles.question}>{prompt.text}</p>
              {!prompt.required && <p className={styles.quiet}>{t('optional')}</p>}
              {answers.map((answer) => (
                <div key={answer.person.id} className={styles.answer}>
                  {several && <p className={styles.who}>{answer.person.name}</p>}
                  {answer.way === 'talk' && (
                    <p className={styles.talk}>
                      <IconMessages size={18} aria-hidden="true" />
                      {t('wantsTalk', { name: answer.person.name })}
                    </p>
                  )}
                  {answer.text.trim() !== '' && <p className={styles.words}>{answer.text}</p>}
                </div>
              ))}
              {review.iAm === 'coach' && waiting.length > 0 && (
                <p className={styles.quiet}>
                  {t('notYet', { names: format.list(waiting.map(({ person }) => person.name)) })}
                </p>
              )}
            </li>
          )
        })}
      </ol>
    </ClipDesk>
  )
}

/** Whose turn it is and since when, and what can be done now. */
function Gate({ review, names }: { review: Review; names: string }) {
  const { t } = useTranslation('reviews')
  const format = useFormat()
  const now = useNow()
  const begun = review.state === 'discussed' || review.state === 'closed'
  const sentence = begun
    ? t(review.state === 'closed' ? 'gate.closed' : 'gate.begun')
    : review.gateOpen
      ? review.discussionAt === null
        ? t('gate.open', { names })
        : t('gate.planned', { when: format.appointment(review.discussionAt) })
      : t('gate.waiting', { names, ago: format.ago(review.sentAt ?? review.stateSince, now) })
  return (
    <section className={styles.gate} data-open={review.gateOpen}>
      <p className={styles.turn}>{sentence}</p>
      <ul>
        {review.participants.map(({ person, answeredRequired, required, lastSubmittedAt }) => (
          <li key={person.id}>
            <span>{t('progress', { name: person.name, answered: answeredRequired, count: required })}</span>
            <progress
              value={answeredRequired}
              max={Math.max(1, required)}
              aria-label={t('progressOf', { name: person.name })}
            />
            {lastSubmittedAt !== null && (
              <span className={styles.quiet}>{t('lastSent', { ago: format.ago(lastSubmittedAt, now) })}</span>
            )}
          </li>
        ))}
      </ul>
      {review.dueOn !== null && !review.gateOpen && (
        <p className={styles.quiet}>{t('hopedFor', { day: format.calendarDay(review.dueOn) })}</p>
      )}
      {review.iAm === 'participant' && !begun && (
        <a className={pressClass({ look: 'primary' })} href={places.answer(review.id)}>
          {t('answer')}
        </a>
      )}
      {review.iAm !== 'owner' && (
        <PlaceLink
          className={pressClass({ look: review.gateOpen || begun ? 'primary' : 'secondary' })}
          href={places.talk(review.id)}
        >
          {t(begun ? 'toTalk' : 'planTalk')}
        </PlaceLink>
      )}
    </section>
  )
}
