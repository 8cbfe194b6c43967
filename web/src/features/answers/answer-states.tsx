import { useTranslation } from 'react-i18next'
import { Press, pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { keeperFor, listKeptNames } from '../../lib/kept-words.ts'
import deskStyles from './answer-desk.module.css'
import { isAnswerContent } from './answer-facts.ts'
import styles from './answer-page.module.css'
import { keptName } from './use-drafts.ts'

export function SignedOutState() {
  const { t } = useTranslation('answers')
  return (
    <section className={styles.state}>
      <h1>{t('out.title')}</h1>
      <p>{t('out.next')}</p>
      <a
        className={pressClass({ look: 'primary' })}
        href={`/sign-in?next=${encodeURIComponent(location.pathname + location.hash)}`}
      >
        {t('out.signIn')}
      </a>
    </section>
  )
}

/** Taken back, over, or never hers: they look the same. Her own words on this device are still hers. */
export function LostReview({ reviewId, personId }: { reviewId: string; personId: string | undefined }) {
  const { t } = useTranslation('answers')
  const words =
    personId === undefined
      ? []
      : listKeptNames(personId, keptName(reviewId, ''))
          .flatMap((name) => keeperFor(personId, name, isAnswerContent).read()?.value ?? [])
          .filter(({ text }) => text.trim() !== '')
  return (
    <section className={styles.state}>
      <h1>{t('lost.title')}</h1>
      <p>{t('lost.next')}</p>
      {words.length > 0 && <p>{t('lost.kept')}</p>}
      {words.map(({ text }) => (
        <blockquote key={text} className={styles.kept}>
          {text}
        </blockquote>
      ))}
      <a className={pressClass({ look: 'secondary' })} href="/">
        {t('sent.home')}
      </a>
    </section>
  )
}

export function SomeoneElses({ reviewId }: { reviewId: string }) {
  const { t } = useTranslation('answers')
  return (
    <section className={styles.state}>
      <h1>{t('notYours.title')}</h1>
      <p>{t('notYours.next')}</p>
      <a className={pressClass({ look: 'primary' })} href={`/reviews/${reviewId}`}>
        {t('notYours.open')}
      </a>
    </section>
  )
}

export function LineState({ error, onTryAgain }: { error: unknown; onTryAgain: () => void }) {
  const { t } = useTranslation('answers')
  if (!isProblem(error, 'offline', 'unreachable', 'timeout')) {
    return <ProblemMessage error={error} onTryAgain={onTryAgain} />
  }
  return (
    <section className={styles.state}>
      <h1>{t('offlineStart.title')}</h1>
      <p>{t('offlineStart.next')}</p>
      <Press look="primary" onClick={onTryAgain}>
        {t('offlineStart.again')}
      </Press>
    </section>
  )
}

/** In the shape of what comes. */
export function AnswerSkeleton() {
  return (
    <SkeletonGroup>
      <div className={styles.head}>
        <SkeletonBar width="55%" height="1.6rem" />
        <SkeletonBar width="90%" height="1.5rem" />
      </div>
      <div className={deskStyles.desk}>
        <div className={deskStyles.clip}>
          <div className={deskStyles.placeholder} />
        </div>
        <div className={deskStyles.side}>
          <SkeletonBar width="40%" height="1.875rem" />
          <SkeletonBar width="85%" height="1.75rem" />
          <SkeletonBar height="7rem" />
        </div>
      </div>
    </SkeletonGroup>
  )
}
