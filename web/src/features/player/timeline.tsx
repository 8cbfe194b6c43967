import { formatTimecode } from '@cuepoint/domain'
import { type PointerEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Stretch, TimelineMark } from '../../lib/playback.ts'
import type { Engine } from './engine.ts'
import { MarkPin } from './mark-pin.tsx'
import { msToPx, placeMarks, pxToMs } from './marks-layout.ts'
import { ScrubPreview } from './scrub-preview.tsx'
import styles from './timeline.module.css'
import { useScrub } from './use-scrub.ts'
import { Waveform } from './waveform.tsx'

type Props = {
  engine: Engine | undefined
  startMs: number
  durationMs: number
  bufferedMs: number
  /** How far the clip is made, while it is not made to its end; null where it is. */
  madeUntilMs: number | null
  storyboardUrl: string | null
  peaksUrl: string | null
  /** False while something more urgent is on its way. */
  showsSound: boolean
  marks: readonly TimelineMark[]
  /** Keeps the room for marks also before there are any, so that nothing moves when they come. */
  room: boolean
  activeMarkId: string | undefined
  /** What is being marked or played as a range. */
  stretch: Stretch | null
  onSeek: (atMs: number) => void
  onMarkPress: (mark: TimelineMark) => void
  /** Given where a drag over the marks makes a range. */
  onDrag?: ((stretch: Stretch, finished: boolean) => void) | undefined
}

const insetPx = 9
const spacingPx = 34
const leastDragPx = 8

export function Timeline(props: Props) {
  const { engine, startMs, durationMs, madeUntilMs, marks, activeMarkId, stretch, onSeek, onMarkPress } =
    props
  const { t } = useTranslation('player')
  const box = useRef<HTMLDivElement>(null)
  const bar = useRef<HTMLInputElement>(null)
  const [widthPx, setWidthPx] = useState(0)
  const measure = { widthPx, durationMs, insetPx, spacingPx }
  const placed = placeMarks(marks, measure)
  const { scrub, pass, pointing, keys } = useScrub(engine, measure)
  const madeId = useId()
  const shareOf = (atMs: number) => `${Math.min(1, durationMs > 0 ? atMs / durationMs : 0) * 100}%`

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth))
    observer.observe(element)
    setWidthPx(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  // Written past React: this moves with every frame.
  useEffect(() => {
    const show = (atMs: number) => {
      const input = bar.current
      if (!input) return
      input.value = String(atMs)
      input.style.setProperty('--played', String(durationMs > 0 ? atMs / durationMs : 0))
      input.setAttribute(
        'aria-valuetext',
        t('placeOf', { at: formatTimecode(atMs), end: formatTimecode(durationMs) }),
      )
    }
    show(engine ? engine.currentMs() : startMs)
    return engine?.onTime(show)
  }, [engine, startMs, durationMs, t])

  return (
    <div className={styles.timeline} ref={box} data-room={props.room} {...pointing}>
      <MarkRail measure={measure} onSeek={onSeek} onDrag={props.onDrag} />
      {widthPx > 0 && (
        <ul className={styles.pins} aria-label={t('marks')}>
          {marks.map((mark, n) => {
            const place = placed[n]
            return place ? (
              <MarkPin
                key={mark.id}
                mark={mark}
                place={place}
                active={mark.id === activeMarkId}
                onPress={() => onMarkPress(mark)}
              />
            ) : null
          })}
        </ul>
      )}
      <Waveform url={props.peaksUrl} durationMs={durationMs} wanted={props.showsSound} />
      <div className={styles.track} aria-hidden="true">
        <div className={styles.buffered} style={{ inlineSize: shareOf(props.bufferedMs) }} />
        {madeUntilMs !== null && (
          <div className={styles.unmade} style={{ insetInlineStart: shareOf(madeUntilMs) }} />
        )}
      </div>
      {stretch && widthPx > 0 && (
        <div
          className={styles.stretch}
          data-testid="stretch"
          style={{
            insetInlineStart: msToPx(stretch.atMs, measure),
            inlineSize: Math.max(2, msToPx(stretch.endMs, measure) - msToPx(stretch.atMs, measure)),
          }}
        />
      )}
      <input
        ref={bar}
        className={styles.bar}
        type="range"
        min={0}
        max={durationMs}
        step={1}
        defaultValue={startMs}
        aria-label={t('seek')}
        aria-describedby={madeUntilMs === null ? undefined : madeId}
        data-player-keys=""
        {...keys}
        onInput={(event) => {
          const atMs = Number(event.currentTarget.value)
          onSeek(atMs)
          pass(atMs)
        }}
      />
      {madeUntilMs !== null && (
        <span id={madeId} hidden>
          {t('madeUntil', { at: formatTimecode(madeUntilMs) })}
        </span>
      )}
      <ScrubPreview storyboardUrl={props.storyboardUrl} scrub={scrub} widthPx={widthPx} />
    </div>
  )
}

type RailProps = {
  measure: { widthPx: number; durationMs: number; insetPx: number; spacingPx: number }
  onSeek: (atMs: number) => void
  onDrag: Props['onDrag']
}

/** The band the pins stand in: a press goes there, a drag marks a range. The keys I and O do the same. */
function MarkRail({ measure, onSeek, onDrag }: RailProps) {
  const from = useRef<{ px: number; dragging: boolean } | null>(null)
  const pxOf = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left
  const stretchTo = (px: number): Stretch => {
    const [a, b] = [pxToMs(from.current?.px ?? px, measure), pxToMs(px, measure)]
    return { atMs: Math.min(a, b), endMs: Math.max(a, b) }
  }
  return (
    <div
      className={styles.rail}
      data-draggable={onDrag !== undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        from.current = { px: pxOf(event), dragging: false }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        const start = from.current
        if (!start || !onDrag) return
        const px = pxOf(event)
        if (!start.dragging && Math.abs(px - start.px) < leastDragPx) return
        start.dragging = true
        onDrag(stretchTo(px), false)
      }}
      onPointerUp={(event) => {
        const start = from.current
        if (!start) return
        if (start.dragging && onDrag) onDrag(stretchTo(pxOf(event)), true)
        else onSeek(pxToMs(start.px, measure))
        from.current = null
      }}
      onPointerCancel={() => {
        from.current = null
      }}
    />
  )
}
