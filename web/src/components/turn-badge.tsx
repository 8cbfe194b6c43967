import { IconCircleCheck, IconHandFinger, IconHourglass, IconUsers } from '@tabler/icons-react'
import styles from './turn-badge.module.css'

/** Whose turn it is: a shape and a word, so that colour says nothing alone. `mine` stands out. */
export function TurnBadge({ turn, label }: { turn: 'mine' | 'theirs' | 'both' | 'nobody'; label: string }) {
  const Icon =
    turn === 'mine'
      ? IconHandFinger
      : turn === 'both'
        ? IconUsers
        : turn === 'theirs'
          ? IconHourglass
          : IconCircleCheck
  return (
    <span className={`${styles.badge} ${turn === 'mine' || turn === 'both' ? styles.strong : ''}`}>
      <Icon aria-hidden size={18} />
      {label}
    </span>
  )
}
