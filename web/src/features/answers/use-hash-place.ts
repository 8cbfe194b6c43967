import { useEffect, useState, useSyncExternalStore } from 'react'
import { hashOf, type Place, placeFrom } from './answer-facts.ts'

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** The place is in the address, so that back, forward and reload do what they always do. */
export function useHashPlace(count: number, first: Place): [Place, (place: Place) => void] {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  // Held for the visit: answering the first open question must not move her to the next one.
  const [start] = useState(first)
  const named = placeFrom(hash, count)
  useEffect(() => {
    if (named === undefined) history.replaceState(history.state, '', hashOf(start))
  }, [named, start])
  return [
    named ?? start,
    (place) => {
      location.hash = hashOf(place)
    },
  ]
}
