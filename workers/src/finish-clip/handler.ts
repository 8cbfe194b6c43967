import type { FinishFacts } from '@cuepoint/db'
import type { JobPayload } from '@cuepoint/jobs'
import type { JobRun } from '@cuepoint/jobs/consumer'
import { createMediaId, mediaPrefix } from '@cuepoint/storage'
import { holdClaim } from '../publishing/hold.ts'
import { withScratch } from '../scratch.ts'
import { type CompleteDeps, completeMedia } from './complete-media.ts'
import type { FinishStore } from './store.ts'

export interface FinishClipDeps extends CompleteDeps {
  readonly store: FinishStore
  readonly scratchDir: string
  readonly randomHex: () => string
}

const LEASE_SECONDS = 60
const RENEW_MS = 15_000

/**
 * Gives the clip its last playlist, with everything that could be made, and its pictures for scrubbing. Claimed
 * and fenced like the other steps; a clip that is finished already is nothing to claim. Throws what may pass: the
 * clip stays watchable as it is, and is finished later.
 */
export function finishClipHandler(deps: FinishClipDeps) {
  return async ({ clipId, mediaId }: JobPayload<'finish-clip'>, run: JobRun): Promise<void> => {
    const writtenBy = createMediaId(1, deps.randomHex())
    const facts = await deps.store.claim({ clipId, mediaId, writtenBy }, LEASE_SECONDS)
    if (facts === 'stale') return deps.log.info({ clipId, mediaId }, 'nothing to finish')
    const { claim } = facts
    const hold = holdClaim<undefined>({
      first: undefined,
      keep: () => deps.store.keep(claim, LEASE_SECONDS),
      renewMs: RENEW_MS,
      progressMs: RENEW_MS,
    })
    let mayBeSeen = false
    try {
      const signal = AbortSignal.any([run.signal, hold.lost])
      const made = await withScratch(deps.scratchDir, (dir) => completeMedia(deps, facts, dir, signal))
      await hold.end()
      mayBeSeen = true
      mayBeSeen = await deps.store.finish(claim, mediaId, made)
      deps.originals.forget(facts.originalKey)
      deps.log.info({ ...claim, finished: mayBeSeen, ...summary(facts, made) }, 'clip finished')
    } finally {
      await hold.end()
      if (!mayBeSeen)
        await deps.storage.deletePrefix(mediaPrefix(clipId, writtenBy)).catch((error: unknown) => {
          deps.log.warn({ clipId, writtenBy, err: error }, 'left for the sweep')
        })
    }
  }
}

const summary = (facts: FinishFacts, { media }: Awaited<ReturnType<typeof completeMedia>>) => ({
  renditions: media.renditions.map(({ name }) => name),
  whole: facts.whole,
})
