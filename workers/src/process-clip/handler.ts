import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessingClaim, ProcessingFacts } from '@cuepoint/db'
import type { RejectReason } from '@cuepoint/domain'
import type { JobPayload } from '@cuepoint/jobs'
import type { JobRun } from '@cuepoint/jobs/consumer'
import { createMediaId, mediaPrefix, type ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'
import type { FilterSupport } from '../ffmpeg/colour-filters.ts'
import { judge, type MediaLimits } from '../ffmpeg/judge.ts'
import { planRenditions } from '../ffmpeg/plan.ts'
import { probe } from '../ffmpeg/probe.ts'
import { type ProbeTool } from '../ffmpeg/read-lines.ts'
import { type RenderedMedia, renderMedia, ShortRendition } from '../ffmpeg/render.ts'
import type { FfmpegTool } from '../ffmpeg/run.ts'
import { withScratch } from '../scratch.ts'
import { type Hold, holdClaim } from './hold.ts'
import { uploadFiles } from './publish-files.ts'
import type { ClipProcessingStore } from './store.ts'
import { failReasonOf } from './trouble.ts'

export interface ProcessClipDeps {
  readonly store: ClipProcessingStore
  readonly storage: Pick<ObjectStore, 'downloadTo' | 'putFile' | 'deletePrefix'>
  readonly tool: FfmpegTool & ProbeTool & FilterSupport
  readonly limits: MediaLimits
  readonly encoderThreads: number
  readonly scratchDir: string
  readonly randomHex: () => string
  readonly log: Logger
}

/** A run that says nothing for this long is taken for dead. */
const LEASE_SECONDS = 60
const RENEW_MS = 15_000
const PROGRESS_MS = 1_000
/** Where each stage ends on the way to 100. */
const DOWNLOADED = 10
const RENDERED = 85
/** A small machine renders about as fast as a clip plays; four times as slow is slow, this is stuck. */
const RENDER_LIMIT_FACTOR = 15
const RENDER_LIMIT_AT_LEAST_MS = 10 * 60_000

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

    const hold = holdClaim({
      keep: (percent) => deps.store.keep(claim, LEASE_SECONDS, percent),
      renewMs: RENEW_MS,
      progressMs: PROGRESS_MS,
    })
    let mayBeSeen = false
    try {
      const signal = AbortSignal.any([run.signal, hold.lost])
      const outcome = await withScratch(deps.scratchDir, facts.sizeBytes, (dir) =>
        work(deps, facts, hold, signal, dir),
      )
      await hold.end()
      if ('refused' in outcome) {
        await deps.store.refuse(claim, outcome.refused)
        deps.log.info({ ...claim, reason: outcome.refused }, 'clip refused')
        return
      }
      // From here on the answer may be lost although the publish was made.
      mayBeSeen = true
      mayBeSeen = await deps.store.publish(claim, outcome)
      deps.log.info({ ...claim, published: mayBeSeen, durationMs: outcome.durationMs }, 'processing done')
    } catch (error) {
      await hold.end()
      if (hold.lost.aborted) deps.log.info(claim, 'claim lost: the clip is another run’s, or going')
      else await giveBack(deps, claim, run, error)
    } finally {
      // Nobody was told of these files, and nobody will be.
      if (!mayBeSeen) await clearPrefix(deps, claim)
    }
  }
}

type Made = {
  media: Omit<RenderedMedia, 'files' | 'durationMs'>
  files: RenderedMedia['files']
  durationMs: number
}

async function work(
  deps: ProcessClipDeps,
  facts: ProcessingFacts,
  hold: Hold,
  signal: AbortSignal,
  dir: string,
): Promise<Made | { refused: RejectReason }> {
  const { limits, tool } = deps
  if (facts.sizeBytes > limits.maxSizeBytes) return { refused: 'too-large' }
  const originalPath = join(dir, 'original')
  await deps.storage.downloadTo(facts.originalKey, originalPath, {
    signal,
    onProgress: (received, total) => hold.progress((DOWNLOADED * received) / Math.max(1, total)),
  })
  const probed = await probe(tool, originalPath, { ...limits, signal })
  const verdict = judge(probed, limits)
  if (!verdict.accepted) return { refused: verdict.reason }

  const plan = planRenditions(verdict.media)
  const outputDir = join(dir, 'media')
  await mkdir(outputDir)
  const rendered = await renderMedia(tool, plan, {
    originalPath,
    outputDir,
    maxPixels: limits.maxPixels,
    maxStreams: limits.maxStreams,
    zscale: tool.zscale,
    threads: deps.encoderThreads,
    timeLimitMs: Math.max(RENDER_LIMIT_AT_LEAST_MS, plan.durationMs * RENDER_LIMIT_FACTOR),
    signal,
    onProgress: (fraction) => hold.progress(DOWNLOADED + fraction * (RENDERED - DOWNLOADED)),
  }).catch((error: unknown) => {
    if (error instanceof ShortRendition) return undefined
    throw error
  })
  if (!rendered) return { refused: 'damaged' }

  const { files, durationMs, ...media } = rendered
  await uploadFiles(deps.storage, { ...facts, masterName: media.playlist }, outputDir, files, {
    signal,
    onProgress: (fraction) => hold.progress(RENDERED + fraction * (100 - RENDERED)),
  })
  return { media, files, durationMs }
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
