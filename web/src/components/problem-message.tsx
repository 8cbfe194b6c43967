import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, type ProblemCode } from '../lib/api/problem.ts'
import { Press } from './press.tsx'
import styles from './problem-message.module.css'

/** What happened and the next step, in the reader's words; announced when it appears. */
export function ProblemMessage({
  error,
  onTryAgain,
  children,
}: {
  error: unknown
  onTryAgain?: (() => void) | undefined
  children?: ReactNode
}) {
  const { t } = useTranslation(['frame', 'problems'])
  const problem = asProblem(error)
  return (
    <div role="alert" className={styles.message}>
      <IconInfoCircle aria-hidden className={styles.icon} size={22} />
      <div className={styles.body}>
        <p className={styles.title}>{t(`problems:${problem.code}.title`)}</p>
        <p>{t(`problems:${problem.code}.next`)}</p>
        {problem.code === 'internal' && problem.requestId !== undefined && (
          <p className={styles.number}>{t('requestId', { requestId: problem.requestId })}</p>
        )}
        {(onTryAgain || children) && (
          <div className={styles.actions}>
            {onTryAgain && (
              <Press look="secondary" onClick={onTryAgain}>
                {t('tryAgain')}
              </Press>
            )}
            {children}
          </div>
        )}
      </div>
    </div>
  )
}

/** The sentence alone, for a field's own error line. */
export function useProblemSentence(): (code: ProblemCode) => string {
  const { t } = useTranslation('problems')
  return (code) => `${t(`${code}.title`)} ${t(`${code}.next`)}`
}
