import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'
import { createEngine, type Engine, type EngineState } from './engine.ts'

type EngineInput = Omit<Parameters<typeof createEngine>[1], 'startMs'> & { startMs: number }

/**
 * Keeps one engine for one clip and language. A position that arrives later is not a reason to start anew: the
 * engine takes it only when it is made.
 */
export function useEngine(place: RefObject<HTMLElement | null>, input: EngineInput): Engine | undefined {
  const [engine, setEngine] = useState<Engine>()
  const { playlistUrl, language } = input
  // eslint-disable-next-line react/exhaustive-deps -- only another clip or language needs another engine
  useEffect(() => {
    if (!place.current) return undefined
    const made = createEngine(place.current, input)
    setEngine(made)
    return () => {
      made.dispose()
      setEngine(undefined)
    }
  }, [playlistUrl, language])
  return engine
}

const idle: EngineState = {
  shown: false,
  playing: false,
  waiting: false,
  bufferedMs: 0,
  volume: 1,
  muted: false,
  speed: 1,
  quality: 'auto',
  qualities: [],
  playingQuality: null,
  line: 'fine',
}
const never = () => () => undefined

export const useEngineState = (engine: Engine | undefined): EngineState =>
  useSyncExternalStore(engine?.watch ?? never, engine?.getState ?? (() => idle))

/** The shown moment in whole steps of `stepMs`: what is drawn changes only as often as it looks different. */
export function useShownMs(engine: Engine | undefined, startMs: number, stepMs: number): number {
  const read = () => (engine ? engine.currentMs() : startMs)
  return useSyncExternalStore(
    (changed) => (engine ? engine.onTime(changed) : () => undefined),
    () => Math.floor(read() / stepMs) * stepMs,
  )
}
