import { useTranslation } from 'react-i18next'
import styles from './skeletons.module.css'

/** One grey shape. Give it the size of what comes, so that nothing moves when it does. */
export function SkeletonBar({ width = '100%', height = '1rem' }: { width?: string; height?: string }) {
  return <span className={styles.bar} style={{ width, height }} />
}

/** Says once to screen readers that something loads, and keeps the shapes from them. */
export function SkeletonGroup({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation()
  return (
    <div aria-live="polite">
      <span className="visually-hidden">{t('loading')}</span>
      <div aria-hidden className={styles.stack}>
        {children}
      </div>
    </div>
  )
}

/** A list of cards with a picture and two lines. */
export function SkeletonRows({ rows = 3, picture = '5.5rem' }: { rows?: number; picture?: string }) {
  return (
    <SkeletonGroup>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          <SkeletonBar width={picture} height="3.25rem" />
          <div className={styles.stack}>
            <SkeletonBar width="60%" />
            <SkeletonBar width="35%" height="0.875rem" />
          </div>
        </div>
      ))}
    </SkeletonGroup>
  )
}
