import { IconCheck, IconMessages } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './answer-desk.module.css'
import { answerStateOf, hashOf } from './answer-facts.ts'
import type { AnswerInHand } from './use-drafts.ts'

type Props = { answers: readonly AnswerInHand[]; current: number; onGo: (n: number) => void }

/** All questions at a glance, and the way to each. */
export function StepDots({ answers, current, onGo }: Props) {
  const { t } = useTranslation('answers')
  return (
    <nav aria-label={t('steps')}>
      <ol className={styles.dots}>
        {answers.map(({ prompt, state, submitted }, n) => {
          const answered = answerStateOf(state.value, submitted)
          return (
            <li key={prompt.id}>
              <a
                href={hashOf(n)}
                data-state={answered}
                aria-current={n === current ? 'step' : undefined}
                aria-label={t('stepName', {
                  n: n + 1,
                  count: answers.length,
                  state: t(`state.${answered}`),
                })}
                onClick={(event) => {
                  event.preventDefault()
                  onGo(n)
                }}
              >
                <span>
                  {answered === 'open' && n + 1}
                  {answered === 'talk' && <IconMessages size={16} aria-hidden="true" />}
                  {(answered === 'written' || answered === 'sent') && (
                    <IconCheck size={16} stroke={2.5} aria-hidden="true" />
                  )}
                </span>
              </a>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
