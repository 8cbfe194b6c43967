import type { ProcessingClaim, Progress } from '@cuepoint/db'
import type { JobPayload } from '@cuepoint/jobs'
import type { JobRun } from '@cuepoint/jobs/consumer'
import { createMediaId } from '@cuepoint/storage'
import { type ClaimedRunDeps, claimedRun, leaseSeconds } from '../claimed/claimed-run.ts'
import { failReasonOf } from '../claimed/trouble.ts'
import { type MakePlayableDeps, makePlayable } from './make-playable.ts'

export interface ProcessClipDeps extends MakePlayableDeps, Pick<ClaimedRunDeps, 'scratchDir'> {
  readonly randomHex: () => string
}

/**
 * One run at one attempt. It claims the clip under a new media id, and whatever it does later is done under
 * that claim: a run that was taken for dead and wakes up changes nothing. Throws what may pass, to be tried
 * again; ends quietly where nothing is left to do.
 */
export function processClipHandler(deps: ProcessClipDeps) {
  return async ({ clipId, attempt }: JobPayload<'process-clip'>, run: JobRun): Promise<void> => {
    const claim: ProcessingClaim = { clipId, attempt, mediaId: createMediaId(attempt, deps.randomHex()) }
    const facts = await deps.store.claim(claim, leaseSeconds)
    if (facts === 'stale' || facts === 'spent')
      return deps.log.info({ clipId, attempt, outcome: facts }, 'nothing to process')
    deps.log.info({ ...claim, tries: facts.tries }, 'processing begins')
    await claimedRun<Progress>(deps, run, {
      clipId,
      writtenBy: claim.mediaId,
      first: { percent: 0, remainingMs: null },
      keep: (progress) => deps.store.keep(claim, leaseSeconds, progress),
      work: async (tools) => {
        const refused = await makePlayable(deps, facts, { ...tools, lastTry: run.lastTry })
        if (refused === undefined) return
        await deps.store.refuse(claim, refused)
        deps.log.info({ ...claim, reason: refused }, 'clip refused')
      },
      onTrouble: (error) => giveBack(deps, claim, run, error),
    })
  }
}

/** Leaves the clip in a state that ends by itself, whatever happened to this run. */
async function giveBack(
  deps: ProcessClipDeps,
  claim: ProcessingClaim,
  run: JobRun,
  error: unknown,
): Promise<void> {
  const facts = { ...claim, err: error }
  if (run.signal.aborted) {
    // A new attempt with a job of its own: the next worker need not wait for this lease to end.
    await deps.store.release(claim)
    return deps.log.info(claim, 'clip given back')
  }
  const { reason, retryable } = failReasonOf(error)
  if (retryable && !run.lastTry) {
    deps.log.warn({ ...facts, reason }, 'processing is tried again')
    throw error
  }
  await deps.store.fail(claim, reason, retryable)
  deps.log.error({ ...facts, reason }, 'processing given up')
}
