import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react'
import type { Engine } from './engine.ts'
import { msToPx, pxToMs } from './marks-layout.ts'
import type { Scrub } from './scrub-preview.tsx'

type Measure = { widthPx: number; durationMs: number; insetPx: number; spacingPx: number }

/** After a key, or a drag that has left the bar, the picture stays this long. */
const stayMs = 2000
/** The player uses these wherever they are pressed; the others move the bar itself. */
const movingKeys = ['ArrowLeft', 'ArrowRight', ',', '.', 'j', 'l']

/** The place on the timeline that a hand, a mouse or a key points at. */
export function useScrub(engine: Engine | undefined, measure: Measure) {
  const [scrub, setScrub] = useState<Scrub | null>(null)
  const [passing, setPassing] = useState(0)
  useEffect(() => {
    if (passing === 0) return undefined
    const timer = setTimeout(() => setScrub(null), stayMs)
    return () => clearTimeout(timer)
  }, [passing])

  const stop = () => {
    setScrub(null)
    setPassing(0)
  }
  const pass = (atMs: number) => {
    setScrub({ atMs, px: msToPx(atMs, measure) })
    setPassing((count) => count + 1)
  }
  const point = (event: PointerEvent<HTMLElement>) => {
    // A prompt's pin has its own words.
    if (event.target instanceof Element && event.target.closest('button')) return stop()
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left
    setPassing(0)
    setScrub({ atMs: pxToMs(px, measure), px })
  }
  return {
    scrub,
    /** The bar has been moved there. */
    pass,
    pointing: {
      onPointerDown: point,
      onPointerMove: point,
      onPointerLeave: stop,
      onPointerCancel: stop,
      // A mouse goes on pointing after its button is let go; a finger is gone.
      onPointerUp: (event: PointerEvent) => (event.pointerType === 'mouse' ? undefined : stop()),
    },
    keys: {
      onBlur: stop,
      onKeyDown: (event: KeyboardEvent) => {
        if (!engine || !movingKeys.includes(event.key)) return
        // The key moves the clip after this, wherever on the page it is listened for.
        requestAnimationFrame(() => pass(engine.currentMs()))
      },
    },
  }
}
