import type { Review } from '@cuepoint/contracts'
import { type AnswerContent, formatTimecode } from '@cuepoint/domain'
import { IconMessages } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { KindTag } from '../../components/prompt-kind.tsx'
import { SaveLine } from '../../components/save-line.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import styles from './all-answers.module.css'
import { answerStateOf, isUnsent } from './answer-facts.ts'
import type { AnswerInHand } from './use-drafts.ts'

type Props = {
  review: Review
  answers: readonly AnswerInHand[]
  /** While sending is under way. */
  sending: boolean
  error: unknown
  onGo: (n: number) => void
  onSend: () => void
}

/** Everything she has said, once more before it goes. */
export function AllAnswers({ review, answers, sending, error, onGo, onSend }: Props) {
  const { t } = useTranslation('answers')
  const { name } = review.coach
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const states = answers.map(({ state, submitted }) => answerStateOf(state.value, submitted))
  const open = states.filter((state) => state === 'open').length
  const unsent = answers.filter(({ state, submitted }) => isUnsent(state.value, submitted))
  const waiting = answers.some(({ state }) => state.status === 'kept')
  const sentBefore = answers.some(({ submitted }) => submitted !== undefined)
  return (
    <section className={styles.all}>
      <h2 ref={heading} tabIndex={-1}>
        {t('all.title')}
      </h2>
      {open > 0 && (
        <p className={styles.quiet}>
          {open === answers.length ? t('all.none') : t('all.open', { count: open })}
        </p>
      )}
      <ol className={styles.list}>
        {answers.map(({ prompt, state }, n) => (
          <li key={prompt.id}>
            <p className={styles.about}>
              <KindTag kind={prompt.kind} />
              <span className={styles.quiet}>{formatTimecode(prompt.atMs)}</span>
            </p>
            <p className={styles.prompt}>{prompt.text}</p>
            <SaidBlock content={state.value} />
            {state.status !== 'saved' && <SaveLine state={state} />}
            <Press look="quiet" className={styles.change} onClick={() => onGo(n)}>
              {t(states[n] === 'open' ? 'all.answer' : 'all.change')}
              <span className="visually-hidden">: {prompt.text}</span>
            </Press>
          </li>
        ))}
      </ol>
      {isProblem(error, 'version-conflict') ? (
        <p role="alert" className={styles.care}>
          {t('lookAgain')}
        </p>
      ) : (
        error != null && <ProblemMessage error={error} onTryAgain={onSend} />
      )}
      {unsent.length > 0 && (
        <div className={styles.send}>
          {waiting && <p className={styles.quiet}>{t('waitLine')}</p>}
          <Press look="primary" wide busy={sending} onClick={onSend}>
            {sending ? t('sending') : t(sentBefore ? 'sendChanges' : 'send', { name })}
          </Press>
        </div>
      )}
    </section>
  )
}

/** What she said, as her coach reads it. */
export function SaidBlock({ content }: { content: AnswerContent }) {
  const { t } = useTranslation('answers')
  const { way, text } = content
  if (way === 'text' && text.trim() === '') return <p className={styles.quiet}>{t('all.nothing')}</p>
  return (
    <div className={styles.said}>
      {way === 'talk' && (
        <p className={styles.talk}>
          <IconMessages size={18} aria-hidden="true" /> {t('rather')}
        </p>
      )}
      {text.trim() !== '' && <p className={styles.words}>{text}</p>}
    </div>
  )
}
