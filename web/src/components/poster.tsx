import { formatTimecode } from '@cuepoint/domain'
import { IconMovie } from '@tabler/icons-react'
import styles from './poster.module.css'

/** A clip's picture in a list, or a quiet shape of the same size while there is none. */
export function Poster({ url, durationMs = null }: { url: string | null; durationMs?: number | null }) {
  return (
    <span className={styles.poster}>
      {url === null ? <IconMovie aria-hidden size={24} /> : <img src={url} alt="" loading="lazy" />}
      {durationMs !== null && <span className={styles.length}>{formatTimecode(durationMs)}</span>}
    </span>
  )
}
