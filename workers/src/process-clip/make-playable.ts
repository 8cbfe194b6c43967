import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessingFacts, Progress } from '@cuepoint/db'
import type { RejectReason } from '@cuepoint/domain'
import type { ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'
import type { RunTools } from '../claimed/claimed-run.ts'
import type { FilterSupport } from '../ffmpeg/colour-filters.ts'
import { firstCommand } from '../ffmpeg/hls-args.ts'
import { judge, type MediaLimits } from '../ffmpeg/judge.ts'
import { createPace } from '../ffmpeg/pace.ts'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { probe } from '../ffmpeg/probe.ts'
import type { ProbeTool } from '../ffmpeg/read-lines.ts'
import { initOf, originalSound } from '../ffmpeg/rendition-files.ts'
import { FfmpegFault, type FfmpegTool, runFfmpeg } from '../ffmpeg/run.ts'
import type { Original, Originals } from '../original/originals.ts'
import { type Carrier, startCarrier } from '../publishing/carrier.ts'
import { announcement } from './announce.ts'
import { completeFirst } from './complete-first.ts'
import { beginningOf, describe, type FirstRendition, foreseenRendition, withoutSound } from './foreseen.ts'
import { planClip } from './plan-clip.ts'
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

export interface PlayableRun extends RunTools<Progress> {
  readonly lastTry: boolean
}

/** A first rendition is made many times faster than it plays; slower than that, it is stuck. */
const LIMIT_FACTOR = 10
const LIMIT_AT_LEAST_MS = 10 * 60_000
/** What levelling takes after the pictures, as a part of the lesson's length: measured on two slow cores. */
const SOUND_SHARE = 0.02

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
      await probe(deps.tool, original.address(), {
        ...deps.limits,
        outline: original.outline(),
        signal: run.signal,
      }),
      deps.limits,
    )
    throwFault(original)
    if (!verdict.accepted) return verdict.reason
    const plan = await planClip(deps, verdict.media, original, run)
    throwFault(original)
    deps.log.info(
      { clipId: facts.clipId, first: plan.first.name, copied: plan.first.copied, notCopied: plan.notCopied },
      'processing planned',
    )
    return await makeFirst(deps, facts, run, original, foreseenRendition(plan, verdict.media))
  } finally {
    original.close()
  }
}

async function makeFirst(
  deps: MakePlayableDeps,
  facts: ProcessingFacts,
  run: PlayableRun,
  original: Original,
  planned: FirstRendition,
): Promise<RejectReason | undefined> {
  const { clipId, mediaId } = facts
  const { plan } = planned
  const outputDir = join(run.dir, 'media')
  await mkdir(outputDir)
  const stopped = new AbortController()
  const signal = AbortSignal.any([run.signal, stopped.signal])
  let published = false
  const carrier = startCarrier({
    storage: deps.storage,
    clipId,
    writtenBy: mediaId,
    dir: outputDir,
    signal,
    onStored: async (files) => {
      if (published) await deps.store.addFiles(facts, describe(planned, files))
    },
  })
  const soundFile = join(run.dir, 'sound.mka')
  const beganMs = performance.now()
  const pace = createPace()
  const command = firstCommand(plan, {
    ...deps.limits,
    zscale: deps.tool.zscale,
    address: original.address(),
    outputDir,
    soundFile,
    threads: deps.encoderThreads,
  })
  const end: { reached: boolean; error?: unknown } = { reached: false }
  const ended = runFfmpeg(deps.tool, command, {
    signal,
    timeLimitMs: Math.max(LIMIT_AT_LEAST_MS, plan.durationMs * LIMIT_FACTOR),
    onProgress: (outputMs) => {
      const knownPace = pace(outputMs, performance.now())
      if (published) run.progress(progressOf(outputMs, plan, knownPace))
    },
  })
    .catch((error: unknown) => {
      end.error = error
    })
    .finally(() => {
      end.reached = true
    })
  const throwTrouble = (): void => {
    throwFault(original)
    if (end.error !== undefined && !isDamage(end.error, run, carrier)) throw end.error
  }
  try {
    const poster = await storePoster(deps, facts, plan, original, { dir: run.dir, signal })
    // Whichever comes first: enough to begin with, or all of a short clip, or trouble.
    await Promise.race([carrier.until(beginningOf(planned)), ended])
    throwTrouble()
    if (end.reached) await carrier.finish()
    const has = (name: string): boolean => carrier.stored.has(name)
    if (!has(initOf(plan.first.name))) return 'damaged'
    const foreseen = !plan.sound || has(initOf(originalSound)) ? planned : withoutSound(planned)

    const announced = await announcement(deps, facts, foreseen, carrier.stored, poster)
    published = await run.publish(() => deps.store.publish(facts, announced))
    if (!published) return undefined
    // What was stored between the reading of the list and the publish.
    await deps.store.addFiles(facts, describe(foreseen, carrier.stored.values()))
    deps.log.info({ clipId, mediaId, msSinceBegin: Math.round(performance.now() - beganMs) }, 'watchable')

    await ended
    throwTrouble()
    await carrier.finish()
    const broken = end.error !== undefined
    const { stored } = carrier
    await completeFirst(deps, facts, { foreseen, poster, outputDir, soundFile, stored, broken, signal })
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

function progressOf(
  doneMs: number,
  { durationMs, sound }: Pick<MediaPlan, 'durationMs' | 'sound'>,
  pace: number | null,
): Progress {
  const percent = Math.min(99, (doneMs / Math.max(1, durationMs)) * 100)
  if (pace === null) return { percent, remainingMs: null }
  const soundMs = sound ? durationMs * SOUND_SHARE : 0
  return { percent, remainingMs: Math.max(0, durationMs - doneMs) * pace + soundMs }
}
