import type { Keeper, Versioned } from './autosave.ts'

const prefix = 'cuepoint.kept.'

/**
 * Keeps words on this device under the person and the thing they belong to, so that people who share a phone never
 * see each other's. localStorage, because it is there before the next key is pressed.
 */
export function keeperFor<Value>(
  personId: string,
  thing: string,
  isValue: (value: unknown) => value is Value,
): Keeper<Value> {
  const key = `${prefix}${personId}.${thing}`
  return {
    read: () => readKept(key, isValue),
    write: (kept) => {
      try {
        localStorage.setItem(key, JSON.stringify(kept))
      } catch {
        // A full or closed store: the words still live in the page and on their way to the server.
      }
    },
    clear: () => {
      try {
        localStorage.removeItem(key)
      } catch {
        return
      }
    },
  }
}

function readKept<Value>(
  key: string,
  isValue: (value: unknown) => value is Value,
): Versioned<Value> | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return undefined
    const { value, version } = kept as { value?: unknown; version?: unknown }
    return isValue(value) && typeof version === 'number' ? { value, version } : undefined
  } catch {
    return undefined
  }
}

export const isText = (value: unknown): value is string => typeof value === 'string'

/** The names kept for a person that begin so. */
export function listKeptNames(personId: string, namesFrom: string): string[] {
  const owner = `${prefix}${personId}.`
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(owner + namesFrom))
      .map((key) => key.slice(owner.length))
  } catch {
    return []
  }
}
