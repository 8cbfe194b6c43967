import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessingFacts, Progress, WrittenFile } from '@cuepoint/db'
import type { RejectReason } from '@cuepoint/domain'
import type { ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'
import type { FilterSupport } from '../ffmpeg/colour-filters.ts'
import { copyCommand, firstCommand } from '../ffmpeg/hls-args.ts'
import { judge, type MediaLimits } from '../ffmpeg/judge.ts'
import { type MediaPlan, planMedia } from '../ffmpeg/plan.ts'
import { probe } from '../ffmpeg/probe.ts'
import type { ProbeTool } from '../ffmpeg/read-lines.ts'
import { FfmpegFault, type FfmpegTool, runFfmpeg } from '../ffmpeg/run.ts'
import type { Original, Originals } from '../original/originals.ts'
import { type Carrier, startCarrier } from '../publishing/carrier.ts'
import { announce } from './announce.ts'
import { completeFirst } from './complete-first.ts'
import { type FirstRendition, foreseenRendition } from './foreseen.ts'
import { storePoster } from './poster.ts'
import type { ClipProcessingStore } from './store.ts'

export interface MakePlayableDeps {
  readonly store: ClipProcessingStore
  readonly storage: Pick<ObjectStore, 'openRead' | 'putFile' | 'putBytes' | 'deletePrefix'>
  readonly originals: Originals
  readonly tool: FfmpegTool & ProbeTool & FilterSupport
  readonly limits: MediaLimits
  readonly copyMaxKbit: number
  readonly partAboveMs: number
  readonly partMs: number
  readonly encoderThreads: number
  readonly log: Logger
}

export interface PlayableRun {
  readonly dir: string
  readonly signal: AbortSignal
  readonly lastTry: boolean
  readonly onProgress: (progress: Progress) => void
  /** Told true before the publish is asked for, and false when the answer is that nothing was published. */
  readonly onPublish: (mayBeSeen: boolean) => void
}

/** A first rendition is made many times faster than it plays; slower than that, it is stuck. */
const LIMIT_FACTOR = 10
const LIMIT_AT_LEAST_MS = 10 * 60_000

/**
 * Looks at the original, makes its first rendition, publishes it as soon as its beginning is there, and hands the
 * rest over to be made in parts. Resolves to why the file is refused, or to nothing.
 */
export async function makePlayable(
  deps: MakePlayableDeps,
  facts: ProcessingFacts,
  run: PlayableRun,
): Promise<RejectReason | undefined> {
  if (facts.sizeBytes > deps.limits.maxSizeBytes) return 'too-large'
  const original = await deps.originals.open(facts.originalKey, facts.sizeBytes)
  try {
    const verdict = judge(
      await probe(deps.tool, original.address(), { ...deps.limits, signal: run.signal }),
      deps.limits,
    )
    throwFault(original)
    if (!verdict.accepted) return verdict.reason
    const plan = planMedia(verdict.media, deps)
    deps.log.info(
      { clipId: facts.clipId, first: plan.first.name, copied: plan.first.copied, notCopied: plan.notCopied },
      'processing planned',
    )
    return await makeFirst(deps, facts, run, original, plan, foreseenRendition(plan, verdict.media))
  } finally {
    original.close()
  }
}

async function makeFirst(
  deps: MakePlayableDeps,
  facts: ProcessingFacts,
  run: PlayableRun,
  original: Original,
  plan: MediaPlan,
  foreseen: FirstRendition,
): Promise<RejectReason | undefined> {
  const { clipId, mediaId } = facts
  const outputDir = join(run.dir, 'media')
  await mkdir(outputDir)
  const stopped = new AbortController()
  const signal = AbortSignal.any([run.signal, stopped.signal])
  const told = { published: false }
  const carrier = startCarrier({
    storage: deps.storage,
    clipId,
    writtenBy: mediaId,
    dir: outputDir,
    signal,
    onStored: async (files) => {
      if (told.published) await deps.store.addFiles(facts, foreseen.describe(files))
    },
  })
  const soundFile = join(run.dir, 'sound.mka')
  const settings = {
    ...deps.limits,
    zscale: deps.tool.zscale,
    address: original.address(),
    outputDir,
    soundFile,
    threads: deps.encoderThreads,
  }
  const beganMs = performance.now()
  const encoding = runFfmpeg(
    deps.tool,
    plan.first.copied ? copyCommand(plan, settings) : firstCommand(plan, settings),
    {
      signal,
      timeLimitMs: Math.max(LIMIT_AT_LEAST_MS, plan.durationMs * LIMIT_FACTOR),
      onProgress: (outputMs) => {
        if (told.published) run.onProgress(progressOf(outputMs, plan.durationMs, performance.now() - beganMs))
      },
    },
  )
  const end: { reached: boolean; error?: unknown } = { reached: false }
  const ended = encoding
    .catch((error: unknown) => {
      end.error = error
    })
    .finally(() => {
      end.reached = true
    })
  try {
    const poster = await storePoster(deps, facts, plan, original, { ...run, signal })
    // Whichever comes first: enough to begin with, or all of a short clip, or trouble.
    await Promise.race([carrier.until(foreseen.beginning), ended])
    if (end.error !== undefined && !isDamage(end.error, run, carrier)) throw end.error
    if (end.reached) await carrier.finish()
    throwFault(original)
    if (!carrier.stored.has(foreseen.beginning[0] ?? '')) return 'damaged'

    run.onPublish(true)
    const announced = await announce(deps, facts, plan, foreseen, carrier.stored, poster)
    if (announced === 'lost') {
      run.onPublish(false)
      return undefined
    }
    told.published = true
    // What was stored between the reading of the list and the publish.
    await deps.store.addFiles(facts, foreseen.describe([...carrier.stored.values()]))
    deps.log.info({ clipId, mediaId, msSinceBegin: Math.round(performance.now() - beganMs) }, 'watchable')

    await ended
    if (end.error !== undefined && !isDamage(end.error, run, carrier)) throw end.error
    throwFault(original)
    await carrier.finish()
    await completeFirst(deps, facts, {
      plan,
      foreseen,
      poster,
      outputDir,
      soundFile,
      stored: carrier.stored,
      broken: end.error !== undefined,
      signal,
      onProgress: run.onProgress,
    })
    return undefined
  } catch (error) {
    throwFault(original)
    throw error
  } finally {
    stopped.abort()
    await ended
    await carrier.finish().catch(() => undefined)
  }
}

/** What could be decoded before it broke is kept, once trying again has brought no more. */
const isDamage = (error: unknown, { lastTry }: PlayableRun, carrier: Carrier): boolean =>
  error instanceof FfmpegFault && error.end === 'exited' && lastTry && carrier.stored.size > 0

/** ffmpeg takes a line that broke for the end of the file; the line's own fault comes first. */
function throwFault(original: Original): void {
  const fault = original.fault()
  if (fault !== undefined) throw fault
}

function progressOf(doneMs: number, wholeMs: number, spentMs: number): Progress {
  const part = Math.min(0.99, doneMs / Math.max(1, wholeMs))
  return { percent: part * 100, remainingMs: part < 0.02 ? null : (spentMs * (1 - part)) / part }
}

export type StoredFiles = ReadonlyMap<string, WrittenFile>
