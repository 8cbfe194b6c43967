import { setTimeout as delay } from 'node:timers/promises'

/** The clip is somebody else's now, or going away: nothing of this run will be seen. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
  readonly code = 'claim-lost'
}

export interface Hold {
  /** Aborted with ClaimLost once the claim is gone. */
  readonly lost: AbortSignal
  /** Remembered, and written at most once a second. Never goes back. */
  progress(percent: number): void
  /** Stops renewing; resolves when the last write is over. */
  end(): Promise<void>
}

/**
 * Renews a claim until it is ended: every `renewMs`, and sooner when there is progress to tell. A database
 * that does not answer ends nothing: should the lease run out meanwhile, the guarded publish decides.
 */
export function holdClaim(options: {
  readonly keep: (percent: number) => Promise<boolean>
  readonly renewMs: number
  readonly progressMs: number
}): Hold {
  const lost = new AbortController()
  const ended = new AbortController()
  let percent = 0
  let told = 0

  async function renew(): Promise<void> {
    let sinceMs = 0
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await delay(options.progressMs, undefined, { signal: ended.signal }).catch(() => undefined)
      sinceMs += options.progressMs
      if (ended.signal.aborted || (percent === told && sinceMs < options.renewMs)) continue
      sinceMs = 0
      told = percent
      const kept = await options.keep(percent).catch(() => true)
      if (!kept) lost.abort(new ClaimLost('claim lost'))
    }
  }

  const renewing = renew()
  return {
    lost: lost.signal,
    progress(next) {
      percent = Math.max(percent, Math.min(99, Math.floor(next)))
    },
    async end() {
      ended.abort()
      await renewing
    },
  }
}
