import type { Review } from '@cuepoint/contracts'
import { useTranslation } from 'react-i18next'
import { pressClass } from '../../components/press.tsx'
import { KindTag } from '../../components/prompt-kind.tsx'
import { SaidBlock } from './all-answers.tsx'
import { isUnsent } from './answer-facts.ts'
import styles from './answer-page.module.css'
import type { AnswerInHand } from './use-drafts.ts'

/** The talk has begun: her answers stay as they are, and what was never sent is still hers. */
export function ClosedAnswers({ review, answers }: { review: Review; answers: readonly AnswerInHand[] }) {
  const { t } = useTranslation('answers')
  const { name } = review.coach
  return (
    <section>
      <div className={styles.head}>
        <h1>{t('closed.title')}</h1>
        <p>{t('closed.lead', { name })}</p>
      </div>
      <a className={pressClass({ look: 'primary' })} href={`/reviews/${review.id}/talk`}>
        {t('sent.talk')}
      </a>
      <ol className={styles.list}>
        {answers.map(({ prompt, state, submitted }) => (
          <li key={prompt.id}>
            <KindTag kind={prompt.kind} />
            <strong>{prompt.text}</strong>
            <SaidBlock content={submitted ?? { way: 'text', text: '' }} />
            {isUnsent(state.value, submitted) && (
              <>
                <p className={styles.lead}>{t('unsent')}</p>
                <SaidBlock content={state.value} />
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
