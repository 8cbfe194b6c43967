import { type ComponentType, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClipPlayerProps } from '../../lib/playback.ts'
import styles from './lazy-clip-player.module.css'
import { loadPlayer } from './load-player.ts'

type Props = ClipPlayerProps & {
  /** Holds the download back while something more urgent is on its way. */
  wait?: boolean
}
type Loaded = { ClipPlayer: ComponentType<ClipPlayerProps> }

const retryMs = [1000, 3000, 8000, 20_000]

/** The player as a chunk of its own: its frame and poster stand at once, so nothing moves when it arrives. */
export function LazyClipPlayer({ wait = false, ...props }: Props) {
  const { t } = useTranslation('player')
  const [loaded, setLoaded] = useState<Loaded>()
  const [tries, setTries] = useState(0)

  useEffect(() => {
    if (wait || loaded) return undefined
    let left = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => setTries((count) => count + 1)
    loadPlayer().then(
      (module) => (left ? undefined : setLoaded({ ClipPlayer: module.ClipPlayer })),
      () => {
        if (left) return
        timer = setTimeout(again, retryMs[Math.min(tries, retryMs.length - 1)])
        window.addEventListener('online', again, { once: true })
      },
    )
    return () => {
      left = true
      clearTimeout(timer)
      window.removeEventListener('online', again)
    }
  }, [wait, loaded, tries])

  if (loaded) return <loaded.ClipPlayer {...props} />
  const { media } = props
  return (
    <section className={styles.frame} aria-label={t('player')} aria-busy="true">
      <div
        className={styles.picture}
        style={{ aspectRatio: `var(--picture-ratio, ${media.width} / ${media.height})` }}
      >
        {!wait && <img src={media.posterUrl} alt="" />}
      </div>
      <div className={styles.below} data-room={props.marks !== undefined || props.onRange !== undefined}>
        <output>{tries > 0 ? t('playerLater') : ''}</output>
      </div>
    </section>
  )
}
