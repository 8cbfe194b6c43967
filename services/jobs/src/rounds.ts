import { setTimeout as delay } from 'node:timers/promises'

export interface Rounds {
  readonly start: () => void
  /** A round begins now, or, if one is under way, another follows it. */
  readonly wake: () => void
  /** Resolves when the round under way is over and none will follow. */
  readonly stop: () => Promise<void>
}

/** One round at a time, every so often and when woken; trouble in one round does not end the next. */
export function createRounds(options: {
  readonly everyMs: number
  readonly run: () => Promise<void>
  readonly onTrouble: (error: unknown) => void
}): Rounds {
  const state = { stopped: false, woken: false, pause: new AbortController() }
  let going: Promise<void> | undefined

  async function go(): Promise<void> {
    while (!state.stopped) {
      state.woken = false
      state.pause = new AbortController()
      await options.run().catch(options.onTrouble)
      if (state.stopped || state.woken) continue
      await delay(options.everyMs, undefined, { signal: state.pause.signal }).catch(() => undefined)
    }
  }

  return {
    start: () => {
      going ??= go()
    },
    wake: () => {
      state.woken = true
      state.pause.abort()
    },
    stop: async () => {
      state.stopped = true
      state.pause.abort()
      await going
    },
  }
}
