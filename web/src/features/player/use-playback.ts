import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { PlayerHandle } from '../../lib/playback.ts'
import type { Engine } from './engine.ts'
import { crossingOf, type PlayedRange, type StopMark } from './stops.ts'

/** A range never reaches into the last frames, where the clip would end before the range does. */
const tailMs = 120

type Watched = {
  marks: readonly StopMark[]
  /** Whether the clip stops at each prompt by itself. */
  pauseAtMarks: boolean
  onMarkReached: (markId: string) => void
}

/** Adds ranges and the prompts' pauses to an engine, and is what other parts of a page speak to. */
export function usePlayback(engine: Engine | undefined, durationMs: number, watched: Watched) {
  const [range, setRange] = useState<PlayedRange | null>(null)
  // Read between two frames, before React has drawn the new range.
  const played = useRef<PlayedRange | null>(null)
  const change = useCallback((next: PlayedRange | null) => {
    played.current = next
    setRange(next)
  }, [])

  const playRange = useCallback(
    (atMs: number, endMs: number, { loop = false }: { loop?: boolean } = {}) => {
      if (!engine) return
      change({ atMs, endMs: Math.min(endMs, durationMs - tailMs), loop })
      engine.seek(atMs)
      engine.play()
    },
    [engine, durationMs, change],
  )
  const leaveRange = useCallback(() => change(null), [change])

  const shown = useEffectEvent((fromMs: number, atMs: number): number => {
    if (!engine?.getState().playing) return atMs
    const crossing = crossingOf(fromMs, atMs, played.current, watched.marks)
    const goTo = (toMs: number) => {
      engine.seek(toMs)
      return toMs
    }
    switch (crossing.name) {
      case 'none':
        return atMs
      case 'repeat':
        return goTo(crossing.seekMs)
      case 'range-end':
        change(null)
        engine.pause()
        return goTo(crossing.seekMs)
      case 'reached':
        watched.onMarkReached(crossing.markId)
        break
      case 'finished':
        break
    }
    if (!watched.pauseAtMarks || crossing.pauseAtMs === null) return atMs
    engine.pause()
    return goTo(crossing.pauseAtMs)
  })
  useEffect(() => {
    if (!engine) return undefined
    let beforeMs = engine.currentMs()
    return engine.onTime((atMs) => {
      const fromMs = beforeMs
      beforeMs = atMs
      beforeMs = shown(fromMs, atMs)
    })
  }, [engine])

  const handle = useMemo<PlayerHandle | null>(
    () =>
      engine
        ? {
            durationMs,
            play: engine.play,
            pause: engine.pause,
            currentMs: engine.currentMs,
            onTime: engine.onTime,
            seek(atMs) {
              leaveRange()
              engine.seek(atMs)
            },
            playRange,
          }
        : null,
    [engine, durationMs, leaveRange, playRange],
  )
  return { handle, range, leaveRange }
}
