import { setTimeout as delay } from 'node:timers/promises'

const EVERY_MS = 300
/** A player gives a request more time than this, and asks again when it is told to. */
const LIMIT_MS = 12_000

/**
 * Asks every third of a second until it is there what was promised. Undefined when that takes too long or `ends`
 * aborts. `ask` looks at the rights anew each time, so that what is taken back ends the waiting: what it throws is
 * thrown.
 */
export async function keptPromise<Found>(
  ask: () => Promise<Found | 'promised'>,
  ends: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<Found | undefined> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), limitMs)
  const signal = AbortSignal.any([ends, late.signal])
  try {
    for (;;) {
      await delay(EVERY_MS, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return undefined
      const found = await ask()
      if (found !== 'promised') return found
    }
  } finally {
    clearTimeout(timer)
  }
}
