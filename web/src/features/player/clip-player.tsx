import { formatTimecode } from '@cuepoint/domain'
import { useImperativeHandle, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClipPlayerProps, PlayerHandle, Stretch, TimelineMark } from '../../lib/playback.ts'
import styles from './clip-player.module.css'
import { Controls } from './controls.tsx'
import type { PlayerCommand } from './key-map.ts'
import { makingOf } from './making.ts'
import { MarkBand } from './mark-band.tsx'
import { Picture } from './picture.tsx'
import { RangeTools } from './range-tools.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { frameStepMs } from './stops.ts'
import { Timeline } from './timeline.tsx'
import { useEngine, useEngineState } from './use-engine.ts'
import { useFullScreen } from './use-full-screen.ts'
import { usePlayback } from './use-playback.ts'
import { usePlayerKeys } from './use-player-keys.ts'
import { usePosition } from './use-position.ts'
import { useRenew } from './use-renew.ts'

const noMarks: readonly TimelineMark[] = []

export function ClipPlayer({ ref, ...props }: ClipPlayerProps) {
  const { clip, media, marks = noMarks, onMarkReached, onPin, onRange, positionMs = 0 } = props
  const { durationMs } = media
  const { t } = useTranslation(['player', 'kinds'])
  const frame = useRef<HTMLElement>(null)
  const [inMs, setInMs] = useState<number | null>(null)
  const [drag, setDrag] = useState<Stretch | null>(null)
  const [helpOpen, setHelpOpen] = useState(false)
  const [said, setSaid] = useState('')
  const [reachedId, setReachedId] = useState<string>()

  const startMs = positionMs < durationMs - 1000 ? positionMs : 0
  const [engine, place] = useEngine({
    media,
    renew: useRenew(clip.id),
    startMs,
    title: props.title,
    thrifty: props.thrifty ?? false,
  })
  const state = useEngineState(engine)
  const making = makingOf(media, clip)
  const [begun, setBegun] = useState(false)
  if (state.playing && !begun) setBegun(true)
  const full = useFullScreen(frame)
  const { handle, range } = usePlayback(engine, durationMs, {
    marks,
    pauseAtMarks: props.pauseAtMarks ?? false,
    onMarkReached(markId) {
      const mark = marks.find((each) => each.id === markId)
      setReachedId(markId)
      if (mark) {
        setSaid(
          t('reached', {
            order: mark.order,
            kind: t(`kinds:${mark.kind}.name`),
            time: formatTimecode(mark.atMs),
            text: mark.text,
          }),
        )
      }
      onMarkReached?.(markId)
    },
  })
  useImperativeHandle(ref, () => handle as PlayerHandle, [handle])
  usePosition(engine, state.playing, props.onPosition)

  const toggle = () => (state.playing ? handle?.pause() : handle?.play())
  const seek = (atMs: number) => {
    engine?.ensureLoaded()
    handle?.seek(atMs)
  }
  const skip = (byMs: number) => (engine ? seek(engine.currentMs() + byMs) : undefined)
  const markIn = () => {
    if (!engine) return
    setInMs(engine.currentMs())
    setSaid(t('inSet', { at: formatTimecode(engine.currentMs()) }))
  }
  const markOut = () => {
    if (!engine || inMs === null) return setSaid(t('inFirst'))
    const outMs = engine.currentMs()
    setInMs(null)
    if (outMs === inMs) return setSaid(t('rangeEmpty'))
    const made = { atMs: Math.min(inMs, outMs), endMs: Math.max(inMs, outMs) }
    handle?.pause()
    setSaid(t('rangeSet', { from: formatTimecode(made.atMs), to: formatTimecode(made.endMs) }))
    onRange?.(made)
  }

  function run(command: PlayerCommand): boolean {
    if (!engine) return false
    switch (command.name) {
      case 'toggle':
        toggle()
        return true
      case 'skip':
        skip(command.byMs)
        return true
      case 'frame':
        handle?.pause()
        seek(frameStepMs(engine.currentMs(), media.framesPerSecond, command.direction))
        return true
      case 'mute':
        engine.setVolume(state.volume === 0 ? 1 : state.volume, !(state.muted || state.volume === 0))
        return true
      case 'full-screen':
        void full.toggle()
        return true
      case 'help':
        setHelpOpen(!helpOpen)
        return true
      case 'pin':
        if (!onPin) return false
        handle?.pause()
        onPin(engine.currentMs())
        return true
      case 'in':
        if (!onRange) return false
        markIn()
        return true
      case 'out':
        if (!onRange) return false
        markOut()
        return true
      case 'close':
        if (inMs !== null) setInMs(null)
        else if (helpOpen) setHelpOpen(false)
        else if (full.isFull) void full.leave()
        else return false
        return true
    }
  }
  usePlayerKeys(run)

  const reached = marks.find((mark) => mark.id === reachedId)
  // A point is left behind as soon as the clip goes on; a range is still being watched.
  const shownMark = reached && (!state.playing || reached.endMs !== null) ? reached : undefined
  return (
    <section ref={frame} className={styles.player} data-full={full.isFull} aria-label={t('player')}>
      <Picture place={place} media={media} engine={engine} state={state} making={making} onToggle={toggle} />
      <div className={styles.below}>
        {full.isFull && shownMark && <MarkBand mark={shownMark} onAnswer={() => void full.leave()} />}
        <Timeline
          engine={engine}
          startMs={startMs}
          durationMs={durationMs}
          bufferedMs={state.bufferedMs}
          madeUntilMs={making?.madeUntilMs ?? null}
          storyboardUrl={media.storyboardUrl}
          peaksUrl={media.peaksUrl}
          showsSound={
            state.shown && (begun || !props.thrifty) && window.matchMedia('(min-width: 48em)').matches
          }
          marks={marks}
          room={props.marks !== undefined || onRange !== undefined}
          activeMarkId={props.activeMarkId}
          stretch={drag ?? range}
          onSeek={seek}
          onMarkPress={(mark) => {
            seek(mark.atMs)
            props.onMarkPress?.(mark)
          }}
          onDrag={
            onRange
              ? (stretch, finished) => {
                  seek(stretch.endMs)
                  setDrag(finished ? null : stretch)
                  if (finished && stretch.endMs > stretch.atMs) {
                    handle?.pause()
                    onRange(stretch)
                  }
                }
              : undefined
          }
        />
        <Controls
          engine={engine}
          state={state}
          startMs={startMs}
          media={media}
          isFull={full.isFull}
          helpOpen={helpOpen}
          onToggle={toggle}
          onSkip={skip}
          onFullScreen={() => void full.toggle()}
          onHelp={() => setHelpOpen(!helpOpen)}
        >
          {onRange && <RangeTools inMs={inMs} onIn={markIn} onOut={markOut} />}
        </Controls>
        {helpOpen && <ShortcutHelp canPin={onPin !== undefined} />}
      </div>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </section>
  )
}
