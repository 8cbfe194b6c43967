import { IconMapQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../lib/page-title.ts'
import { EmptyState } from './empty-state.tsx'
import { pressClass } from './press.tsx'

/** An address that leads nowhere, or to something that is not the reader's to see: both look the same. */
export function LostState() {
  const { t } = useTranslation()
  usePageTitle(t('lost.title'))
  return (
    <EmptyState level={1} icon={<IconMapQuestion size={24} />} title={t('lost.title')} text={t('lost.next')}>
      <a className={pressClass({ look: 'secondary' })} href="/">
        {t('goHome')}
      </a>
    </EmptyState>
  )
}
