import { type RefCallback, useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { createEngine, type Engine } from './engine.ts'
import { type EngineMedia, type EngineState, restingState } from './engine-state.ts'

type EngineInput = {
  media: EngineMedia
  /** Where the first engine begins; what comes later is hers to seek. */
  startMs: number
  title: string
  thrifty: boolean
  renew: () => Promise<EngineMedia | undefined>
}

/** One engine for one clip and language, living in the element that gets `place`. New media go into the same one. */
export function useEngine(input: EngineInput): [Engine | undefined, RefCallback<HTMLElement>] {
  const { title, thrifty, renew } = input
  const { playlistUrl, listenUrl, durationMs, partly } = input.media
  const { t, i18n } = useTranslation('player')
  const { language } = i18n
  const [engine, setEngine] = useState<Engine>()
  const [startMs] = useState(input.startMs)
  const place = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return undefined
      const made = createEngine(element, {
        startMs,
        thrifty,
        language,
        // The only words of video.js that anybody meets: the names of its box and of its first button.
        words: { 'Video Player': title, 'Play Video': t('play'), Play: t('play'), Pause: t('pause') },
        renew,
      })
      setEngine(made)
      return () => {
        made.dispose()
        setEngine(undefined)
      }
    },
    [startMs, title, thrifty, language, t, renew],
  )
  // Before anything that waits for the engine asks it to play.
  useLayoutEffect(
    () => engine?.setMedia({ playlistUrl, listenUrl, durationMs, partly }),
    [engine, playlistUrl, listenUrl, durationMs, partly],
  )
  return [engine, place]
}

const nothing = () => undefined
const never = () => nothing
const atRest = () => restingState

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
