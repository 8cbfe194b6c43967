import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartClaim, PartFacts, WrittenFile } from '@cuepoint/db'
import type { JobPayload } from '@cuepoint/jobs'
import type { JobRun } from '@cuepoint/jobs/consumer'
import { createMediaId, type ObjectStore } from '@cuepoint/storage'
import { type ClaimedRunDeps, claimedRun, leaseSeconds, type RunTools } from '../claimed/claimed-run.ts'
import { failReasonOf } from '../claimed/trouble.ts'
import type { InputLimits } from '../ffmpeg/accepted-input.ts'
import type { FilterSupport } from '../ffmpeg/colour-filters.ts'
import { stretchCommand } from '../ffmpeg/hls-args.ts'
import { parseMediaPlaylist } from '../ffmpeg/media-playlist.ts'
import { createPace } from '../ffmpeg/pace.ts'
import { initOf, playlistOf } from '../ffmpeg/rendition-files.ts'
import { type FfmpegTool, runFfmpeg } from '../ffmpeg/run.ts'
import type { Originals } from '../original/originals.ts'
import { startCarrier } from '../publishing/carrier.ts'
import { readPlan } from '../publishing/stored-plan.ts'
import type { PartProgress, PartStore } from './store.ts'

export interface EncodePartDeps extends ClaimedRunDeps {
  readonly store: PartStore
  readonly storage: Pick<ObjectStore, 'putFile' | 'deletePrefix'>
  readonly originals: Originals
  readonly tool: FfmpegTool & FilterSupport
  readonly limits: InputLimits
  readonly encoderThreads: number
  readonly randomHex: () => string
}

/** A small machine renders about as fast as a clip plays; four times as slow is slow, this is stuck. */
const LIMIT_FACTOR = 15
const LIMIT_AT_LEAST_MS = 10 * 60_000

/**
 * One run at one part. It claims the part under a prefix of its own, and adds what it made only while that claim
 * holds. Throws what may pass; what cannot be made is left out, and the clip stays watchable without it.
 */
export function encodePartHandler(deps: EncodePartDeps) {
  return async ({ clipId, mediaId, part }: JobPayload<'encode-part'>, run: JobRun): Promise<void> => {
    const claim: PartClaim = { clipId, mediaId, part, writtenBy: createMediaId(1, deps.randomHex()) }
    const facts = await deps.store.claim(claim, leaseSeconds)
    if (facts === 'stale' || facts === 'spent')
      return deps.log.info({ clipId, part, outcome: facts }, 'no part to encode')
    deps.log.info({ ...claim, fromMs: facts.fromMs, toMs: facts.toMs, tries: facts.tries }, 'part begins')
    await claimedRun<PartProgress>(deps, run, {
      clipId,
      writtenBy: claim.writtenBy,
      first: { doneMs: 0, pace: null },
      keep: (progress) => deps.store.keep(claim, leaseSeconds, progress),
      work: async (tools) => {
        const files = await encode(deps, facts, tools)
        const added = await tools.publish(() => deps.store.complete(claim, files))
        deps.log.info({ ...claim, added }, 'part done')
      },
      onTrouble: (error) => giveBack(deps, claim, run, error),
    })
  }
}

async function encode(
  deps: EncodePartDeps,
  facts: PartFacts,
  { dir, signal: outer, progress }: RunTools<PartProgress>,
): Promise<WrittenFile[]> {
  const { picture, later } = readPlan(facts.plan)
  const { clipId, writtenBy, fromMs, toMs } = facts
  const outputDir = join(dir, 'media')
  await mkdir(outputDir)
  const stopped = new AbortController()
  const signal = AbortSignal.any([outer, stopped.signal])
  const original = await deps.originals.open(facts.originalKey, facts.sizeBytes)
  // One header file goes with all segments of a rendition, and it comes with the first.
  const leave = fromMs > 0 ? later.map(({ name }) => initOf(name)) : []
  const carrier = startCarrier({ storage: deps.storage, clipId, writtenBy, dir: outputDir, signal, leave })
  const pace = createPace()
  try {
    const command = stretchCommand(picture, later, {
      ...deps.limits,
      zscale: deps.tool.zscale,
      address: original.address(),
      outputDir,
      threads: deps.encoderThreads,
      fromMs,
      toMs: toMs >= picture.durationMs ? undefined : toMs,
    })
    await runFfmpeg(deps.tool, command, {
      signal,
      timeLimitMs: Math.max(LIMIT_AT_LEAST_MS, (toMs - fromMs) * LIMIT_FACTOR),
      onProgress: (outputMs) => {
        // What comes out is on the clip's clock.
        const doneMs = Math.max(0, Math.min(toMs, outputMs) - fromMs)
        progress({ doneMs, pace: pace(doneMs, performance.now()) })
      },
    })
    if (original.fault() !== undefined) throw original.fault()
    await carrier.finish()
    return await listed(
      outputDir,
      later.map(({ name }) => name),
      leave,
      carrier.stored,
    )
  } catch (error) {
    // ffmpeg takes a line that broke for the end of the file; the line's own fault comes first.
    throw original.fault() ?? error
  } finally {
    stopped.abort()
    await carrier.finish().catch(() => undefined)
    original.close()
  }
}

/** Every segment that ffmpeg lists has to be in storage: one that is missing must not reach a player. */
async function listed(
  dir: string,
  names: readonly string[],
  left: readonly string[],
  stored: ReadonlyMap<string, WrittenFile>,
): Promise<WrittenFile[]> {
  const files: WrittenFile[] = []
  for (const name of names) {
    const { segments } = parseMediaPlaylist(await readFile(join(dir, playlistOf(name)), 'utf8'))
    for (const { file, durationMs } of [{ file: initOf(name), durationMs: null }, ...segments]) {
      if (left.includes(file)) continue
      const found = stored.get(file)
      if (!found) throw new Error('a listed segment was not stored')
      files.push({ ...found, durationMs })
    }
  }
  return files
}

async function giveBack(deps: EncodePartDeps, claim: PartClaim, run: JobRun, error: unknown): Promise<void> {
  const facts = { ...claim, err: error }
  if (run.signal.aborted) {
    await deps.store.release(claim)
    deps.log.info(claim, 'part given back')
    throw error
  }
  const { reason, retryable } = failReasonOf(error)
  if (retryable && !run.lastTry) {
    deps.log.warn({ ...facts, reason }, 'part is tried again')
    throw error
  }
  await deps.store.fail(claim)
  deps.log.error({ ...facts, reason }, 'part left out')
}
