import { type RefCallback, useCallback, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { createEngine, type Engine, type EngineState } from './engine.ts'

type EngineInput = {
  playlistUrl: string
  durationMs: number
  /** Where the first engine begins; what comes later is hers to seek. */
  startMs: number
  title: string
  thrifty: boolean
}

/** One engine for one clip and language, living in the element that gets `place`. */
export function useEngine(input: EngineInput): [Engine | undefined, RefCallback<HTMLElement>] {
  const { playlistUrl, durationMs, title, thrifty } = input
  const { t, i18n } = useTranslation('player')
  const { language } = i18n
  const [engine, setEngine] = useState<Engine>()
  const [startMs] = useState(input.startMs)
  const place = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return undefined
      const made = createEngine(element, {
        playlistUrl,
        durationMs,
        startMs,
        thrifty,
        language,
        // The only words of video.js that anybody meets: the names of its box and of its first button.
        words: { 'Video Player': title, 'Play Video': t('play'), Play: t('play'), Pause: t('pause') },
      })
      setEngine(made)
      return () => {
        made.dispose()
        setEngine(undefined)
      }
    },
    [playlistUrl, durationMs, startMs, title, thrifty, language, t],
  )
  return [engine, place]
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
const nothing = () => undefined
const never = () => nothing
const atRest = () => idle

export const useEngineState = (engine: Engine | undefined): EngineState =>
  useSyncExternalStore(engine?.watch ?? never, engine?.getState ?? atRest)

/** The shown moment in whole steps of `stepMs`: what is drawn changes only as often as it looks different. */
export function useShownMs(engine: Engine | undefined, startMs: number, stepMs: number): number {
  const read = () => (engine ? engine.currentMs() : startMs)
  return useSyncExternalStore(
    (changed) => (engine ? engine.onTime(changed) : nothing),
    () => Math.floor(read() / stepMs) * stepMs,
  )
}
