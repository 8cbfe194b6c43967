import { IconMapQuestion, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { Press, pressClass } from '../components/press.tsx'
import { ProblemMessage } from '../components/problem-message.tsx'
import { isProblem } from '../lib/api/problem.ts'
import { usePageTitle } from '../lib/page-title.ts'

/** An address that leads nowhere, or to something that is not the reader's to see: both look the same. */
export function LostPage() {
  const { t } = useTranslation()
  usePageTitle(t('lost.title'))
  return (
    <EmptyState icon={<IconMapQuestion size={24} />} title={t('lost.title')} text={t('lost.next')}>
      <a className={pressClass({ look: 'secondary' })} href="/">
        {t('goHome')}
      </a>
    </EmptyState>
  )
}

/** A page that could not be shown: the server's reason where there is one, else that it is our fault. */
export function BrokenPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const again = () => window.location.reload()
  if (isProblem(error, 'not-found')) return <LostPage />
  if (isProblem(error)) return <ProblemMessage error={error} onTryAgain={again} />
  return (
    <EmptyState icon={<IconRefresh size={24} />} title={t('broken.title')} text={t('broken.next')}>
      <Press look="secondary" onClick={again}>
        {t('tryAgain')}
      </Press>
    </EmptyState>
  )
}
