import type { ClipMedia } from '@cuepoint/contracts'
import { IconHeadphones, IconPlayerPlayFilled } from '@tabler/icons-react'
import { type RefCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAboutTime } from '../../lib/about-time.ts'
import styles from './clip-player.module.css'
import type { Engine } from './engine.ts'
import type { EngineState } from './engine-state.ts'
import { type Making, unmadeAt } from './making.ts'
import { useShownMs } from './use-engine.ts'

type Props = {
  place: RefCallback<HTMLElement>
  media: ClipMedia
  engine: Engine | undefined
  state: EngineState
  /** While the clip is not made to its end. */
  making: Making | null
  onToggle: () => void
}

/** The lesson itself: nothing lies on it but a word when the line is cut. */
export function Picture({ place, media, engine, state, making, onToggle }: Props) {
  const { t } = useTranslation('player')
  const covered = !state.shown || state.listening
  return (
    <div
      className={styles.picture}
      style={{ aspectRatio: `var(--picture-ratio, ${media.width} / ${media.height})` }}
    >
      <div ref={place} className={styles.place} />
      {covered && <img className={styles.poster} src={media.posterUrl} alt="" />}
      <button type="button" className={styles.cover} tabIndex={-1} aria-hidden="true" onClick={onToggle}>
        {!state.playing && covered && (
          <span>
            <IconPlayerPlayFilled size={34} />
          </span>
        )}
      </button>
      <output className={styles.notice}>
        {state.line === 'cut' && <span>{t('lineCut')}</span>}
        {state.line === 'gone' && <span>{t('clipGone')}</span>}
        {state.line === 'fine' && <Waiting engine={engine} state={state} making={making} />}
      </output>
      {state.listening && (
        <p className={styles.listening}>
          <IconHeadphones size={20} aria-hidden="true" />
          {t('listening')}
        </p>
      )}
    </div>
  )
}

/** A part that is there comes sooner than this, whatever the figures say of how far the clip is made. */
const soonMs = 2000

/** What is being waited for: the line, or a part of the lesson that is still being made. */
function Waiting({ engine, state, making }: Pick<Props, 'engine' | 'state' | 'making'>) {
  const { t } = useTranslation('player')
  const about = useAboutTime()
  const atMs = useShownMs(engine, 0, 1000)
  const waits = state.playing && state.waiting
  const long = useLonger(waits || state.seeking, soonMs)
  const unmade = making && (long || state.unmade) ? unmadeAt(making, atMs, state.unmade) : undefined
  if (unmade) {
    const { remainingMs } = unmade
    return <span>{remainingMs === null ? t('unmade') : t('unmadeFor', { left: about(remainingMs) })}</span>
  }
  return waits ? <span>{t('waiting')}</span> : null
}

/** Whether something has been so for longer than `leastMs`. */
function useLonger(so: boolean, leastMs: number): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!so) return undefined
    const timer = setTimeout(() => setLong(true), leastMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [so, leastMs])
  return long
}
