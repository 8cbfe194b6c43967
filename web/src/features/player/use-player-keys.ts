import { useEffect, useEffectEvent } from 'react'
import { commandFor, focusOf, type PlayerCommand } from './key-map.ts'

/** The player's keys work anywhere on the page that does not need the key itself. `run` says whether it used it. */
export function usePlayerKeys(run: (command: PlayerCommand) => boolean) {
  const use = useEffectEvent(run)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const command = commandFor(event, focusOf(event.target))
      if (command && use(command)) event.preventDefault()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}
