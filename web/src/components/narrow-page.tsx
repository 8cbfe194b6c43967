import type { FormEvent, ReactNode } from 'react'
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

/** A form that stays on the page. What is wrong is said by the page, beside its field. */
export function PlainForm({
  onSubmit,
  children,
}: {
  onSubmit: (fields: FormData) => void
  children: ReactNode
}) {
  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget))
      }}
    >
      {children}
    </form>
  )
}
