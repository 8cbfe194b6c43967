import type { Clip } from '@cuepoint/contracts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAboutTime } from '../../lib/about-time.ts'
import styles from './clip-page.module.css'

type Growth = 'partly' | 'sharper' | 'done'

const growthOf = ({ media }: Clip): Growth => {
  if (!media || media.complete) return 'done'
  return media.partly ? 'partly' : 'sharper'
}
const news = { sharper: 'growing.nowSharper', done: 'growing.done', partly: 'growing.partly' } as const

/**
 * What a clip that can be watched already still waits for. Those who listen to the page are told when that changes,
 * and not each time the minutes do.
 */
export function GrowingLine({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const about = useAboutTime()
  const growth = growthOf(clip)
  const [before, setBefore] = useState(growth)
  const [said, setSaid] = useState('')
  if (growth !== before) {
    setBefore(growth)
    setSaid(t(news[growth]))
  }
  const left = clip.remainingMs === null ? undefined : about(clip.remainingMs)
  return (
    <>
      {growth !== 'done' && (
        <p className={styles.growing}>
          {left === undefined ? t(`growing.${growth}`) : t(`growing.${growth}For`, { left })}
        </p>
      )}
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  )
}
