import type { ClipSummary } from '@cuepoint/contracts'
import { useTranslation } from 'react-i18next'
import { useFormat, useNow } from '../lib/reader.tsx'
import styles from './clip-state-line.module.css'

/** One quiet line under a clip's title: whose it is, when it came, and how far it is while it is not ready. */
export function ClipStateLine({ clip }: { clip: ClipSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const parts = [
    ...(clip.mine ? [] : [clip.owner.name]),
    clip.state === 'ready'
      ? format.ago(clip.createdAt, now)
      : clip.state === 'processing'
        ? t('clipState.processing', { percent: format.percent(clip.progressPercent) })
        : t(`clipState.${clip.state}`),
  ]
  return <span className={styles.line}>{parts.join(' · ')}</span>
}
