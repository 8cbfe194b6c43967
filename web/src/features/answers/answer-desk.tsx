import type { Clip, Review } from '@cuepoint/contracts'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import {
  momentStart,
  type PlayerHandle,
  type PlayerSlot,
  playMoment,
  type TimelineMark,
} from '../../lib/playback.ts'
import { AllAnswers } from './all-answers.tsx'
import styles from './answer-desk.module.css'
import { answerStateOf, type Place } from './answer-facts.ts'
import { PromptStep } from './prompt-step.tsx'
import { SentView } from './sent-view.tsx'
import { StepDots } from './step-dots.tsx'
import type { AnswerInHand } from './use-drafts.ts'

type Props = {
  review: Review
  /** Undefined while it is on its way: questions can be read and answered without it. */
  clip: Clip | undefined
  /** It could not be fetched so far. */
  clipLate?: boolean
  Player: PlayerSlot
  /** The first question is on the screen, so the player may come. */
  playerMayCome: boolean
  answers: readonly AnswerInHand[]
  place: Place
  onPlace: (place: Place) => void
  sending: boolean
  sendError: unknown
  onSend: () => void
}

/** The clip, and below it one question at a time. */
export function AnswerDesk(props: Props) {
  const { review, clip, Player, answers, place, onPlace } = props
  const { t } = useTranslation('answers')
  const [player, setPlayer] = useState<PlayerHandle | null>(null)
  /** Pressed before the player was there: plays as soon as it is. */
  const wanted = useRef<((player: PlayerHandle) => void) | null>(null)
  const [moved, setMoved] = useState(false)
  const desk = useRef<HTMLDivElement>(null)
  const current = typeof place === 'number' ? answers[place] : undefined
  const n = typeof place === 'number' ? place : 0
  const states = answers.map(({ state, submitted }) => answerStateOf(state.value, submitted))

  const go = (to: Place) => {
    setMoved(true)
    onPlace(to)
    desk.current?.scrollIntoView?.({ block: 'start' })
    const prompt = typeof to === 'number' ? answers[to]?.prompt : undefined
    if (prompt && player) {
      player.pause()
      player.seek(momentStart(prompt))
    }
  }
  const play = (loop: boolean) => {
    if (!current) return
    const now = (handle: PlayerHandle) => playMoment(handle, current.prompt, { loop })
    if (player) now(player)
    else wanted.current = now
  }
  useEffect(() => {
    if (!player) return
    wanted.current?.(player)
    wanted.current = null
  }, [player])
  const marks: TimelineMark[] = answers.map(({ prompt }, index) => ({
    id: prompt.id,
    atMs: prompt.atMs,
    endMs: prompt.endMs,
    kind: prompt.kind,
    order: index + 1,
    text: prompt.text,
    done: states[index] !== 'open',
  }))
  const indexOf = (markId: string) => answers.findIndex(({ prompt }) => prompt.id === markId)
  const last = n === answers.length - 1
  const begun = states[n] !== 'open'

  return (
    <div className={styles.desk} ref={desk} data-place={place}>
      <div className={styles.clip}>
        {clip?.media ? (
          <Player
            ref={setPlayer}
            wait={!props.playerMayCome}
            clip={clip}
            media={clip.media}
            title={clip.title}
            marks={marks}
            activeMarkId={current?.prompt.id}
            pauseAtMarks
            thrifty
            positionMs={current ? momentStart(current.prompt) : 0}
            onMarkReached={(markId) => {
              setMoved(false)
              onPlace(indexOf(markId))
            }}
            onMarkPress={(mark) => go(indexOf(mark.id))}
          />
        ) : (
          <div className={styles.placeholder}>{props.clipLate && <p>{t('clipLate')}</p>}</div>
        )}
      </div>
      <div className={styles.side}>
        {current && (
          <>
            <div className={styles.steps}>
              <StepDots answers={answers} current={n} onGo={go} />
              <span>{t('step', { n: n + 1, count: answers.length })}</span>
            </div>
            <PromptStep
              key={current.prompt.id}
              answer={current}
              coachName={review.coach.name}
              takeFocus={moved}
              onPlay={play}
              onPause={() => player?.pause()}
            />
            <div className={styles.ways}>
              {n > 0 && (
                <Press look="quiet" onClick={() => go(n - 1)}>
                  {t('previous')}
                </Press>
              )}
              <Press
                look={begun || last ? 'primary' : 'secondary'}
                className={styles.forward}
                onClick={() => go(last ? 'all' : n + 1)}
              >
                {last ? t('seeAll') : t(begun ? 'next' : 'skip')}
              </Press>
            </div>
          </>
        )}
        {place === 'all' && (
          <AllAnswers
            review={review}
            answers={answers}
            sending={props.sending}
            error={props.sendError}
            onGo={go}
            onSend={props.onSend}
          />
        )}
        {place === 'sent' && (
          <SentView
            review={review}
            needed={answers.filter(({ prompt }, index) => prompt.required && states[index] === 'open').length}
            open={states.filter((state) => state === 'open').length}
            onAll={() => go('all')}
            onGoOn={() => go(Math.max(0, states.indexOf('open')))}
          />
        )}
      </div>
    </div>
  )
}
