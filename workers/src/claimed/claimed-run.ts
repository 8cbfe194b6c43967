import type { JobRun } from '@cuepoint/jobs/consumer'
import { mediaPrefix, type ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'
import { withScratch } from '../scratch.ts'
import { holdClaim } from './hold.ts'

export interface ClaimedRunDeps {
  readonly storage: Pick<ObjectStore, 'deletePrefix'>
  readonly scratchDir: string
  readonly log: Logger
}

/** A run that says nothing for this long is taken for dead. */
export const leaseSeconds = 60
const RENEW_MS = 15_000
const PROGRESS_MS = 1_000

export interface ClaimedRun<Progress> {
  readonly clipId: string
  /** Names the prefix that this run writes under. */
  readonly writtenBy: string
  /** Says that the run is alive and how far it is. False once its claim is gone. */
  readonly keep: (progress: Progress) => Promise<boolean>
  readonly first: Progress
  /** Does the work in a folder of its own and publishes it. */
  readonly work: (tools: RunTools<Progress>) => Promise<void>
  /** Leaves everything in a state that ends by itself after `work` threw; throws what is to be tried again. */
  readonly onTrouble: (error: unknown) => Promise<void>
}

export interface RunTools<Progress> {
  readonly dir: string
  readonly signal: AbortSignal
  readonly progress: (progress: Progress) => void
  /** Asks for a publish. What was written is kept unless the answer says that nothing of it is seen. */
  readonly publish: (ask: () => Promise<boolean>) => Promise<boolean>
}

/**
 * The frame of every run that writes media: its claim is renewed while it works, it ends when the claim is lost or
 * the process must, its folder goes, and so does what it put into storage if nobody was told of it.
 */
export async function claimedRun<Progress>(
  deps: ClaimedRunDeps,
  run: JobRun,
  { clipId, writtenBy, keep, first, work, onTrouble }: ClaimedRun<Progress>,
): Promise<void> {
  const hold = holdClaim<Progress>({ keep, first, renewMs: RENEW_MS, progressMs: PROGRESS_MS })
  let mayBeSeen = false
  const publish = async (ask: () => Promise<boolean>): Promise<boolean> => {
    const before = mayBeSeen
    // The answer may be lost although the publish was made.
    mayBeSeen = true
    const published = await ask()
    mayBeSeen = before || published
    return published
  }
  try {
    const signal = AbortSignal.any([run.signal, hold.lost])
    await withScratch(deps.scratchDir, (dir) => work({ dir, signal, progress: hold.progress, publish }))
    await hold.end()
  } catch (error) {
    await hold.end()
    if (hold.lost.aborted) deps.log.info({ clipId, writtenBy }, 'claim lost: it is another run’s, or going')
    else await onTrouble(error)
  } finally {
    // Nobody was told of these files, and nobody will be.
    if (!mayBeSeen)
      await deps.storage.deletePrefix(mediaPrefix(clipId, writtenBy)).catch((error: unknown) => {
        deps.log.warn({ clipId, writtenBy, err: error }, 'left for the sweep')
      })
  }
}
