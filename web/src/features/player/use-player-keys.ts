import { useEffect, useRef } from 'react'
import { commandFor, focusOf, type PlayerCommand } from './key-map.ts'

/** The player's keys work anywhere on the page that does not need the key itself. `run` says whether it used it. */
export function usePlayerKeys(run: (command: PlayerCommand) => boolean) {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const command = commandFor(event, focusOf(event.target))
      if (command && latest.current(command)) event.preventDefault()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}
