import { useEffect, useState, useSyncExternalStore } from 'react'
import { type Autosave, createAutosave, type SaveState } from './autosave.ts'

export type AutosaveParts<Value> = Omit<Parameters<typeof createAutosave<Value>>[0], 'setTimer'> & {
  /** Whose and what: two places that show the same thing write through one autosave. */
  name: string
}

const setTimer = (run: () => void, delayMs: number) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

/** Those that still have something to send outlive their component, so that coming back finds the same one. */
const live = new Map<string, unknown>()

function take<Value>({ name, ...parts }: AutosaveParts<Value>): Autosave<Value> {
  const known = live.get(name) as Autosave<Value> | undefined
  if (known) return known
  const made = createAutosave<Value>({ ...parts, setTimer })
  live.set(name, made)
  return made
}

/** Drops what an autosave has not sent: the thing it writes is gone. */
export const forgetAutosave = (name: string): void => void live.delete(name)

const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(' ')

/** Several autosaves as one thing to watch; what it shows changes only when one of them does. */
function createGroup<Value>(list: readonly AutosaveParts<Value>[]) {
  const members = list.map((parts) => ({ name: parts.name, autosave: take(parts) }))
  const read = () => members.map(({ autosave }) => autosave.getState())
  let states = read()
  return {
    names: namesOf(list),
    members,
    getStates: (): readonly SaveState<Value>[] => {
      const now = read()
      if (now.some((state, n) => state !== states[n])) states = now
      return states
    },
    watch: (watcher: () => void) => {
      const stops = members.map(({ autosave }) => autosave.watch(watcher))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

/**
 * Autosaves in the order of `list`, one for each name. They send what waits when the line is back, when the page is
 * hidden, and when the component goes.
 */
export function useAutosaves<Value>(
  list: readonly AutosaveParts<Value>[],
): readonly [SaveState<Value>, Autosave<Value>][] {
  const [known, setGroup] = useState(() => createGroup(list))
  let group = known
  if (known.names !== namesOf(list)) {
    group = createGroup(list)
    setGroup(group)
  }
  const states = useSyncExternalStore(group.watch, group.getStates)

  useEffect(() => {
    group.members.forEach(({ name, autosave }) => {
      const saved = list.find((parts) => parts.name === name)?.saved
      if (saved) autosave.refresh(saved)
    })
  })
  useEffect(() => {
    const flush = (leaving: boolean) =>
      Promise.all(group.members.map(({ autosave }) => autosave.flush({ leaving })))
    const now = () => void flush(false)
    const leave = () => void flush(true)
    const seen = () => (document.visibilityState === 'hidden' ? leave() : now())
    for (const { name, autosave } of group.members) live.set(name, autosave)
    window.addEventListener('online', now)
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', seen)
    return () => {
      window.removeEventListener('online', now)
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', seen)
      void flush(true).then(() => {
        for (const { name, autosave } of group.members) if (autosave.isIdle()) live.delete(name)
        return undefined
      })
    }
  }, [group])
  return group.members.map(({ autosave }, n) => [states[n] ?? autosave.getState(), autosave])
}

export function useAutosave<Value>(parts: AutosaveParts<Value>): [SaveState<Value>, Autosave<Value>] {
  const [only] = useAutosaves([parts])
  if (!only) throw new Error('one autosave was asked for')
  return only
}
