import type { ClipSummary } from '@cuepoint/contracts'
import { Link } from '@tanstack/react-router'
import { ClipStateLine } from '../../components/clip-state-line.tsx'
import { Poster } from '../../components/poster.tsx'
import { useHidden } from '../../lib/out-of-sight.ts'
import styles from './home.module.css'

/** The newest clips side by side. */
export function ClipStrip({ clips }: { clips: readonly ClipSummary[] }) {
  const hidden = useHidden()
  return (
    <ul className={styles.strip}>
      {clips
        .filter((clip) => !hidden.has(clip.id))
        .map((clip) => (
          <li key={clip.id}>
            <Link to="/clips/$clipId" params={{ clipId: clip.id }} className={styles.tile}>
              <Poster url={clip.posterUrl} durationMs={clip.durationMs} />
              <span className={styles.tileWords}>
                <span className={styles.tileTitle}>{clip.title}</span>
                <ClipStateLine clip={clip} />
              </span>
            </Link>
          </li>
        ))}
    </ul>
  )
}
