import { useMemo } from 'react'
import { outlineOf } from './peaks.ts'
import styles from './timeline.module.css'
import { usePeaks } from './timeline-queries.ts'

const columns = 240

/** The sound of the lesson, quietly behind the track: where someone speaks is seen before it is heard. */
export function Waveform({
  url,
  durationMs,
  wanted,
}: {
  url: string | null
  durationMs: number
  wanted: boolean
}) {
  const peaks = usePeaks(url, wanted)
  const outline = useMemo(() => (peaks ? outlineOf(peaks, durationMs, columns) : ''), [peaks, durationMs])
  if (outline === '') return null
  return (
    <svg
      className={styles.waveform}
      viewBox={`0 0 ${columns} 2`}
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="waveform"
    >
      <path d={outline} />
    </svg>
  )
}
