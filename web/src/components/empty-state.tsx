import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** A place with nothing in it yet: what belongs here, and the one thing to do first. */
export function EmptyState({
  icon,
  title,
  text,
  level = 2,
  children,
}: {
  icon: ReactNode
  title: string
  text: string
  /** 1 where this is all there is on the page. */
  level?: 1 | 2
  children?: ReactNode
}) {
  const Title = level === 1 ? 'h1' : 'h2'
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Title className={styles.title}>{title}</Title>
      <p className={styles.text}>{text}</p>
      {children}
    </div>
  )
}
