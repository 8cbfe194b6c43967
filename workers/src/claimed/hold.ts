import { setTimeout as delay } from 'node:timers/promises'

/** The clip is somebody else's now, or going away: nothing of this run will be seen. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
  readonly code = 'claim-lost'
}

export interface Hold<Progress> {
  /** Aborted with ClaimLost once the claim is gone. */
  readonly lost: AbortSignal
  /** Remembered, and written at most once a second. */
  readonly progress: (next: Progress) => void
  /** Stops renewing; resolves when the last write is over. */
  end(): Promise<void>
}

/**
 * Renews a claim until it is ended: every `renewMs`, and sooner when there is progress to tell. A database
 * that does not answer ends nothing: should the lease run out meanwhile, the guarded publish decides.
 */
export function holdClaim<Progress>(options: {
  readonly keep: (progress: Progress) => Promise<boolean>
  readonly first: Progress
  readonly renewMs: number
  readonly progressMs: number
}): Hold<Progress> {
  const lost = new AbortController()
  const ended = new AbortController()
  let now = options.first
  let told = now

  async function renew(): Promise<void> {
    let sinceMs = 0
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await delay(options.progressMs, undefined, { signal: ended.signal }).catch(() => undefined)
      sinceMs += options.progressMs
      if (ended.signal.aborted || (now === told && sinceMs < options.renewMs)) continue
      sinceMs = 0
      told = now
      const kept = await options.keep(now).catch(() => true)
      if (!kept) lost.abort(new ClaimLost('claim lost'))
    }
  }

  const renewing = renew()
  return {
    lost: lost.signal,
    progress(next) {
      now = next
    },
    async end() {
      ended.abort()
      await renewing
    },
  }
}
