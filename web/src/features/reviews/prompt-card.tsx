import { IconArrowDown, IconArrowUp, IconChevronDown, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { KindTag } from '../../components/prompt-kind.tsx'
import { TimecodeText } from '../../components/timecode-text.tsx'
import type { PlayerHandle } from '../../lib/playback.ts'
import { OrderHandle } from './order-handle.tsx'
import styles from './prompt-card.module.css'
import { PromptFields } from './prompt-fields.tsx'
import type { PromptInHand } from './use-prompts.ts'

type Props = {
  prompt: PromptInHand
  position: number
  count: number
  open: boolean
  takeFocus: boolean
  /** Where the dragged card would come to stand. */
  target: boolean
  player: PlayerHandle | null
  durationMs: number
  onOpen: (open: boolean) => void
  onMove: (index: number) => void
  onDrag: (index: number | null, dropped: boolean) => void
  onDelete: () => void
}

/** A prompt in the list: one line to find it by, or open to write in. */
export function PromptCard(props: Props) {
  const { prompt, position, count, open } = props
  const { t } = useTranslation('reviews')
  const { value } = prompt.state
  const empty = value.text.trim() === ''
  return (
    <li className={styles.card} data-open={open} data-target={props.target} id={`prompt-${prompt.id}`}>
      <div className={styles.head}>
        <OrderHandle position={position} count={count} onMove={props.onMove} onDrag={props.onDrag} />
        <button
          type="button"
          className={styles.line}
          aria-expanded={open}
          onClick={() => props.onOpen(!open)}
        >
          <span className={styles.about}>
            <KindTag kind={value.kind} />
            <span className={styles.time}>
              <TimecodeText atMs={value.atMs} endMs={value.endMs} />
            </span>
            {!value.required && <span className={styles.quiet}>{t('optional')}</span>}
          </span>
          {!open && (
            <span className={styles.words} data-empty={empty}>
              {empty ? t('noWords') : value.text}
            </span>
          )}
        </button>
        <IconChevronDown size={20} aria-hidden="true" className={styles.chevron} />
      </div>
      {open && (
        <div className={styles.body}>
          <PromptFields
            prompt={prompt}
            player={props.player}
            durationMs={props.durationMs}
            takeFocus={props.takeFocus}
          />
          <div className={styles.tools}>
            <Press
              look="quiet"
              icon
              aria-label={t('up')}
              title={t('up')}
              disabled={position === 0}
              onClick={() => props.onMove(position - 1)}
            >
              <IconArrowUp size={20} aria-hidden="true" />
            </Press>
            <Press
              look="quiet"
              icon
              aria-label={t('down')}
              title={t('down')}
              disabled={position === count - 1}
              onClick={() => props.onMove(position + 1)}
            >
              <IconArrowDown size={20} aria-hidden="true" />
            </Press>
            <Press look="quiet" className={styles.delete} onClick={props.onDelete}>
              <IconTrash size={20} aria-hidden="true" /> {t('delete')}
            </Press>
            <Press look="secondary" onClick={() => props.onOpen(false)}>
              {t('done')}
            </Press>
          </div>
        </div>
      )}
    </li>
  )
}
