import type { ProcessingClaim, Progress } from '@cuepoint/db'
import type { JobPayload } from '@cuepoint/jobs'
import type { JobRun } from '@cuepoint/jobs/consumer'
import { createMediaId, mediaPrefix } from '@cuepoint/storage'
import { holdClaim } from '../publishing/hold.ts'
import { failReasonOf } from '../publishing/trouble.ts'
import { withScratch } from '../scratch.ts'
import { type MakePlayableDeps, makePlayable } from './make-playable.ts'

export interface ProcessClipDeps extends MakePlayableDeps {
  readonly scratchDir: string
  readonly randomHex: () => string
}

/** A run that says nothing for this long is taken for dead. */
const LEASE_SECONDS = 60
const RENEW_MS = 15_000
const PROGRESS_MS = 1_000

/**
 * One run at one attempt. It claims the clip under a new media id, and whatever it does later is done under
 * that claim: a run that was taken for dead and wakes up changes nothing. Throws what may pass, to be tried
 * again; ends quietly where nothing is left to do.
 */
export function processClipHandler(deps: ProcessClipDeps) {
  return async ({ clipId, attempt }: JobPayload<'process-clip'>, run: JobRun): Promise<void> => {
    const claim: ProcessingClaim = { clipId, attempt, mediaId: createMediaId(attempt, deps.randomHex()) }
    const facts = await deps.store.claim(claim, LEASE_SECONDS)
    if (facts === 'stale' || facts === 'spent')
      return deps.log.info({ clipId, attempt, outcome: facts }, 'nothing to process')
    deps.log.info({ ...claim, tries: facts.tries }, 'processing begins')

    const hold = holdClaim<Progress>({
      first: { percent: 0, remainingMs: null },
      keep: (progress) => deps.store.keep(claim, LEASE_SECONDS, progress),
      renewMs: RENEW_MS,
      progressMs: PROGRESS_MS,
    })
    const seen = { mayBe: false }
    try {
      const signal = AbortSignal.any([run.signal, hold.lost])
      const refused = await withScratch(deps.scratchDir, async (dir) =>
        makePlayable(deps, facts, {
          dir,
          signal,
          lastTry: run.lastTry,
          onProgress: hold.progress,
          // From here on the answer may be lost although the publish was made.
          onPublish: (mayBeSeen) => {
            seen.mayBe = mayBeSeen
          },
        }),
      )
      await hold.end()
      if (refused !== undefined) {
        await deps.store.refuse(claim, refused)
        deps.log.info({ ...claim, reason: refused }, 'clip refused')
      }
    } catch (error) {
      await hold.end()
      if (hold.lost.aborted) deps.log.info(claim, 'claim lost: the clip is another run’s, or going')
      else await giveBack(deps, claim, run, error)
    } finally {
      // Nobody was told of these files, and nobody will be.
      if (!seen.mayBe) await clearPrefix(deps, claim)
    }
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

async function clearPrefix(deps: ProcessClipDeps, { clipId, mediaId }: ProcessingClaim): Promise<void> {
  await deps.storage.deletePrefix(mediaPrefix(clipId, mediaId)).catch((error: unknown) => {
    deps.log.warn({ clipId, mediaId, err: error }, 'left for the sweep')
  })
}
