import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
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
  const current = useRef({ range, watched })
  current.current = { range, watched }

  const playRange = useCallback(
    (atMs: number, endMs: number, { loop = false }: { loop?: boolean } = {}) => {
      if (!engine) return
      const played = { atMs, endMs: Math.min(endMs, durationMs - tailMs), loop }
      current.current.range = played
      setRange(played)
      engine.seek(atMs)
      engine.play()
    },
    [engine, durationMs],
  )
  const leaveRange = useCallback(() => {
    current.current.range = null
    setRange(null)
  }, [])

  useEffect(() => {
    if (!engine) return undefined
    let beforeMs = engine.currentMs()
    const stopAt = (atMs: number) => {
      engine.pause()
      engine.seek(atMs)
      beforeMs = atMs
    }
    return engine.onTime((atMs) => {
      const { range: played, watched: now } = current.current
      const fromMs = beforeMs
      beforeMs = atMs
      if (!engine.getState().playing) return
      const crossing = crossingOf(fromMs, atMs, played, now.marks)
      if (crossing.name === 'repeat') {
        engine.seek(crossing.seekMs)
        beforeMs = crossing.seekMs
      } else if (crossing.name === 'range-end') {
        leaveRange()
        stopAt(crossing.seekMs)
      } else if (crossing.name !== 'none') {
        if (crossing.name === 'reached') now.onMarkReached(crossing.markId)
        if (now.pauseAtMarks && crossing.pauseAtMs !== null) stopAt(crossing.pauseAtMs)
      }
    })
  }, [engine, leaveRange])

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
