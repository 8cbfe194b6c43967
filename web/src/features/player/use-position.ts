import { useEffect, useEffectEvent } from 'react'
import type { Engine } from './engine.ts'

const leastGapMs = 5000

/** Tells where she is: every few seconds of playing, when she pauses, and when the page goes away. */
export function usePosition(
  engine: Engine | undefined,
  playing: boolean,
  onPosition: ((atMs: number, leaving: boolean) => void) | undefined,
) {
  const report = useEffectEvent((atMs: number, leaving: boolean) => onPosition?.(atMs, leaving))
  useEffect(() => {
    if (!engine) return undefined
    let toldMs = engine.currentMs()
    const tell = (leaving = false) => {
      const atMs = engine.currentMs()
      if (atMs === toldMs) return
      toldMs = atMs
      report(atMs, leaving)
    }
    const onTime = engine.onTime((atMs) => {
      if (playing && Math.abs(atMs - toldMs) >= leastGapMs) tell()
    })
    if (!playing) tell()
    const leave = () => tell(true)
    const hide = () => (document.visibilityState === 'hidden' ? tell(true) : undefined)
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', hide)
    return () => {
      onTime()
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', hide)
      leave()
    }
  }, [engine, playing])
}
