import { IconWifiOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useOnline } from '../lib/online.ts'
import styles from './app-frame.module.css'

/**
 * What stands around every page. `nav` is links; on a phone they lie at the bottom, under the thumb. A page with
 * a clip on it leaves them out, so that the clip has the room.
 */
export function AppFrame({
  brand,
  nav,
  end,
  children,
}: {
  brand: ReactNode
  nav?: ReactNode
  end?: ReactNode
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <div className={`${styles.frame} ${nav ? styles.withNav : ''}`}>
      <a className={styles.skip} href="#content">
        {t('skipToContent')}
      </a>
      <header className={styles.header}>
        <div className={styles.headerRow}>
          {brand}
          {nav && (
            <nav className={styles.nav} aria-label={t('nav.label')}>
              {nav}
            </nav>
          )}
          <div className={`${styles.end} ${styles.push}`}>{end}</div>
        </div>
        <OfflineLine />
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </div>
  )
}

/** Name and mark; wrap it in whatever link the entry uses. */
export function BrandMark() {
  const { t } = useTranslation()
  return (
    <>
      <img src="/mark.svg" alt="" width={28} height={28} />
      <span>{t('product')}</span>
    </>
  )
}

export const brandClass = styles.brand

function OfflineLine() {
  const { t } = useTranslation()
  const online = useOnline()
  return (
    <div aria-live="polite">
      {!online && (
        <p className={styles.offline}>
          <IconWifiOff aria-hidden size={18} />
          <span>{t('offline')}</span>
        </p>
      )}
    </div>
  )
}
