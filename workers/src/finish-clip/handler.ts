import type { JobPayload } from '@cuepoint/jobs'
import type { JobRun } from '@cuepoint/jobs/consumer'
import { createMediaId } from '@cuepoint/storage'
import { type ClaimedRunDeps, claimedRun, leaseSeconds } from '../claimed/claimed-run.ts'
import { type CompleteDeps, completeMedia } from './complete-media.ts'
import type { FinishStore } from './store.ts'

export interface FinishClipDeps extends CompleteDeps, Pick<ClaimedRunDeps, 'scratchDir'> {
  readonly store: FinishStore
  readonly randomHex: () => string
}

/**
 * Gives the clip its last playlist, with everything that could be made, and its pictures for scrubbing. Claimed
 * and fenced like the other steps; a clip that is finished already is nothing to claim. Throws what may pass: the
 * clip stays watchable as it is, and is finished later.
 */
export function finishClipHandler(deps: FinishClipDeps) {
  return async ({ clipId, mediaId }: JobPayload<'finish-clip'>, run: JobRun): Promise<void> => {
    const writtenBy = createMediaId(1, deps.randomHex())
    const facts = await deps.store.claim({ clipId, mediaId, writtenBy }, leaseSeconds)
    if (facts === 'stale') return deps.log.info({ clipId, mediaId }, 'nothing to finish')
    const { claim } = facts
    await claimedRun<undefined>(deps, run, {
      clipId,
      writtenBy,
      first: undefined,
      keep: () => deps.store.keep(claim, leaseSeconds),
      work: async ({ dir, signal, publish }) => {
        const made = await completeMedia(deps, facts, dir, signal)
        const finished = await publish(() => deps.store.finish(claim, mediaId, made))
        deps.originals.forget(facts.originalKey)
        const renditions = made.media.renditions.map(({ name }) => name)
        deps.log.info({ ...claim, finished, renditions, whole: facts.whole }, 'clip finished')
      },
      onTrouble: async (error) => {
        // Whoever takes the step next need not wait for this lease to end.
        if (run.signal.aborted) await deps.store.release(claim)
        throw error
      },
    })
  }
}
