import type { ClipMedia } from '@cuepoint/contracts'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import type { RefCallback } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './clip-player.module.css'
import type { EngineState } from './engine.ts'

type Props = {
  place: RefCallback<HTMLElement>
  media: ClipMedia
  state: EngineState
  onToggle: () => void
}

/** The lesson itself: nothing lies on it but a word when the line is cut. */
export function Picture({ place, media, state, onToggle }: Props) {
  const { t } = useTranslation('player')
  return (
    <div
      className={styles.picture}
      style={{ aspectRatio: `var(--picture-ratio, ${media.width} / ${media.height})` }}
    >
      <div ref={place} className={styles.place} />
      {!state.shown && <img className={styles.poster} src={media.posterUrl} alt="" />}
      <button type="button" className={styles.cover} tabIndex={-1} aria-hidden="true" onClick={onToggle}>
        {!state.playing && !state.shown && (
          <span>
            <IconPlayerPlayFilled size={34} />
          </span>
        )}
      </button>
      <output className={styles.notice}>
        {state.line === 'cut' && <span>{t('lineCut')}</span>}
        {state.line === 'gone' && <span>{t('clipGone')}</span>}
        {state.line === 'fine' && state.playing && state.waiting && <span>{t('waiting')}</span>}
      </output>
    </div>
  )
}
