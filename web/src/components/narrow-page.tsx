import type { ReactNode } from 'react'
import { usePageTitle } from '../lib/page-title.ts'
import styles from './narrow-page.module.css'

/** A page with one small thing to do: a title, a sentence, a form. */
export function NarrowPage({
  title,
  lead,
  children,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
}) {
  usePageTitle(title)
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{title}</h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      </div>
      {children}
    </div>
  )
}
