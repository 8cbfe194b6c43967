import { type RefObject, useEffect, useState } from 'react'

/**
 * Puts a whole element on the full screen, controls and prompts with it. Where the browser can only do that to a
 * bare video (iPhones), the element fills the window instead, so that nothing needed is hidden.
 */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [on, setOn] = useState<'no' | 'screen' | 'window'>('no')

  useEffect(() => {
    const changed = () =>
      setOn((now) => {
        if (document.fullscreenElement === element.current && element.current !== null) return 'screen'
        return now === 'screen' ? 'no' : now
      })
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }, [element])

  useEffect(() => {
    if (on !== 'window') return undefined
    const before = document.documentElement.style.overflow
    document.documentElement.style.overflow = 'hidden'
    return () => {
      document.documentElement.style.overflow = before
    }
  }, [on])

  async function enter() {
    try {
      if (!element.current || !document.fullscreenEnabled) throw new Error('no full screen for elements')
      await element.current.requestFullscreen()
    } catch {
      setOn('window')
    }
  }
  async function leave() {
    setOn('no')
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined)
  }
  return { isFull: on !== 'no', leave, toggle: () => (on === 'no' ? enter() : leave()) }
}
