import type { ReactNode } from 'react'
import styles from './clip-desk.module.css'

/** The clip left and large, the conversation right; on a phone the clip stays at the top. */
export function ClipDesk({ clip, children }: { clip: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.desk} data-clip-desk="">
      <div className={styles.clip}>{clip}</div>
      <div className={styles.beside}>{children}</div>
    </div>
  )
}

/** Stands where the clip will be. */
export function ClipPlace() {
  return <div className={styles.placeholder} />
}
