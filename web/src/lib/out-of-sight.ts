import { useSyncExternalStore } from 'react'

let hidden: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

function set(next: ReadonlySet<string>): void {
  hidden = next
  for (const listener of listeners) listener()
}

/**
 * What she has deleted but may still take back: it is out of her sight here, although the server has it, whatever
 * is fetched meanwhile.
 */
export const hide = (id: string): void => set(new Set(hidden).add(id))

export function show(id: string): void {
  const rest = new Set(hidden)
  rest.delete(id)
  set(rest)
}

/** The ids that are out of sight now. */
export const useHidden = (): ReadonlySet<string> =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => hidden,
  )
