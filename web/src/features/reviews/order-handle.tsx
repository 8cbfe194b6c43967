import { IconGripVertical } from '@tabler/icons-react'
import type { PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './prompt-card.module.css'

type Props = {
  position: number
  count: number
  onMove: (index: number) => void
  /** While it is dragged: over which place it is, then that it was let go there. */
  onDrag: (index: number | null, dropped: boolean) => void
}

/** Moves a prompt in the order: dragged by hand or finger, or with the arrow keys. */
export function OrderHandle({ position, count, onMove, onDrag }: Props) {
  const { t } = useTranslation('reviews')
  const placeUnder = ({ currentTarget, clientY }: PointerEvent<HTMLElement>) => {
    const items = [...(currentTarget.closest('ol')?.children ?? [])]
    const over = items.filter((item) => {
      const { top, height } = item.getBoundingClientRect()
      return clientY > top + height / 2
    })
    const ahead = over.length > position ? over.length - 1 : over.length
    return Math.min(count - 1, ahead)
  }
  return (
    <button
      type="button"
      className={styles.handle}
      aria-label={t('orderHandle', { n: position + 1, count })}
      title={t('orderHint')}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
        if (step === 0) return
        event.preventDefault()
        onMove(position + step)
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        onDrag(position, false)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onDrag(placeUnder(event), false)
      }}
      onPointerUp={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onDrag(placeUnder(event), true)
      }}
      onPointerCancel={() => onDrag(null, true)}
    >
      <IconGripVertical size={20} aria-hidden="true" />
    </button>
  )
}
