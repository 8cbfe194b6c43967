import { Progress } from '@mantine/core'
import styles from './progress-line.module.css'

/** A bar with figures under it. The figures keep their line, so that nothing jumps while they change. */
export function ProgressLine({
  percent,
  label,
  left,
  right,
  still = false,
}: {
  percent: number
  label: string
  left: string
  right: string
  /** The line is silent or stopped. */
  still?: boolean
}) {
  return (
    <div className={styles.progress}>
      <Progress.Root size="lg" radius="xl">
        <Progress.Section
          value={percent}
          aria-label={label}
          color={still ? 'var(--line-strong)' : 'var(--accent)'}
        />
      </Progress.Root>
      <p className={styles.figures}>
        <span>{left}</span>
        <span>{right}</span>
      </p>
    </div>
  )
}
