import { formatTimecode } from '@cuepoint/domain'
import { useState } from 'react'
import styles from './scrub-preview.module.css'
import { pictureAt } from './storyboard.ts'
import { useStoryboard } from './timeline-queries.ts'

/** A place on the timeline that is pointed at. */
export type Scrub = { atMs: number; px: number }

type Props = {
  storyboardUrl: string | null
  scrub: Scrub | null
  widthPx: number
}

const mostWidthPx = 168
const mostHeightPx = 150

/**
 * What is to be seen at the place that is pointed at. The pictures are fetched when someone points for the first
 * time; where there are none, nothing stands in for them.
 */
export function ScrubPreview({ storyboardUrl, scrub, widthPx }: Props) {
  const [pointed, setPointed] = useState(false)
  if (scrub && !pointed) setPointed(true)
  const pictures = useStoryboard(storyboardUrl, pointed)
  const [brokenUrl, setBrokenUrl] = useState<string>()
  const picture = scrub ? pictureAt(pictures, scrub.atMs) : undefined
  if (!scrub || !picture || picture.sheetUrl === brokenUrl) return null
  const { width, height, x, y, sheetUrl } = picture
  const scale = Math.min(1, mostWidthPx / width, mostHeightPx / height)
  const [shownWidth, shownHeight] = [Math.round(width * scale), Math.round(height * scale)]
  const leftPx = Math.min(Math.max(0, scrub.px - shownWidth / 2), Math.max(0, widthPx - shownWidth))
  return (
    <div
      className={styles.preview}
      style={{ insetInlineStart: leftPx }}
      aria-hidden="true"
      data-testid="preview"
    >
      <span className={styles.picture} style={{ inlineSize: shownWidth, blockSize: shownHeight }}>
        <img
          key={sheetUrl}
          src={sheetUrl}
          alt=""
          draggable={false}
          style={{ transform: `scale(${scale}) translate(${-x}px, ${-y}px)` }}
          onError={() => setBrokenUrl(sheetUrl)}
        />
      </span>
      <span className={styles.time}>{formatTimecode(scrub.atMs)}</span>
    </div>
  )
}
