import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { LostState } from '../components/lost-state.tsx'
import { Press } from '../components/press.tsx'
import { ProblemMessage } from '../components/problem-message.tsx'
import { isProblem } from '../lib/api/problem.ts'

/** A page that could not be shown: the server's reason where there is one, else that it is our fault. */
export function BrokenPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const again = () => window.location.reload()
  if (isProblem(error, 'not-found')) return <LostState />
  if (isProblem(error)) return <ProblemMessage error={error} onTryAgain={again} />
  return (
    <EmptyState level={1} icon={<IconRefresh size={24} />} title={t('broken.title')} text={t('broken.next')}>
      <Press look="secondary" onClick={again}>
        {t('tryAgain')}
      </Press>
    </EmptyState>
  )
}
