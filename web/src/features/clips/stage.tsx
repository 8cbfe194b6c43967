import type { ReactNode } from 'react'
import styles from './stage.module.css'

/** A box in the place of the picture: what is going on, and what to do. */
export function Stage({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode
  title: string
  text: string
  children?: ReactNode
}) {
  return (
    <div className={styles.stage}>
      <div className={styles.middle}>
        <div className={styles.head}>
          <span className={styles.icon} aria-hidden>
            {icon}
          </span>
          <div>
            <h2 className={styles.title}>{title}</h2>
            <p className={styles.text}>{text}</p>
          </div>
        </div>
        {children}
      </div>
    </div>
  )
}
