import { setTimeout as delay } from 'node:timers/promises'

const EVERY_MS = 300
/** A player gives a request more time than this, and asks again when it is told to. */
const LIMIT_MS = 12_000

/**
 * Asks until it is there what was promised: at once, then every third of a second. Undefined when that takes too
 * long or `gone` aborts. `ask` looks at the rights anew each time, so that what is taken back ends the waiting.
 */
export async function keptPromise<Found>(
  ask: () => Promise<Found | 'promised'>,
  gone: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<Found | undefined> {
  const ends = AbortSignal.any([gone, AbortSignal.timeout(limitMs)])
  for (;;) {
    const found = await ask()
    if (found !== 'promised') return found
    await delay(EVERY_MS, undefined, { signal: ends }).catch(() => undefined)
    if (ends.aborted) return undefined
  }
}
