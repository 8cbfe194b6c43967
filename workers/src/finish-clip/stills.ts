import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FinishFacts, WrittenFile } from '@cuepoint/db'
import { makeStills } from '../ffmpeg/make-stills.ts'
import { posterCommand } from '../ffmpeg/poster-args.ts'
import { FfmpegFault } from '../ffmpeg/run.ts'
import { storeFiles } from '../publishing/store-files.ts'
import type { StoredPlan } from '../publishing/stored-plan.ts'
import type { CompleteDeps } from './complete-media.ts'
import { fetchRendition } from './fetch-rendition.ts'
import type { FinishedRendition } from './renditions.ts'

export interface Stills {
  readonly storyboard: string | undefined
  readonly poster: string | undefined
  readonly files: readonly WrittenFile[]
}

const none: Stills = { storyboard: undefined, poster: undefined, files: [] }
/** Enough for a thumbnail, and quickly fetched and decoded. */
const SHORT_SIDE_AT_LEAST = 200
const LIMIT_MS = 10 * 60_000

/** The pictures for scrubbing and a sharper poster. Without them the clip is complete all the same. */
export async function addStills(
  deps: CompleteDeps,
  facts: FinishFacts,
  plan: StoredPlan,
  renditions: readonly FinishedRendition[],
  dir: string,
  signal: AbortSignal,
): Promise<Stills> {
  const rungs = [plan.first, ...plan.later]
    .filter(({ name }) => renditions.some((rendition) => rendition.name === name))
    .toSorted((a, b) => a.height * a.width - b.height * b.width)
  const small =
    rungs.find(({ width, height }) => Math.min(width, height) >= SHORT_SIDE_AT_LEAST) ?? rungs.at(-1)
  const rendition = renditions.find(({ name }) => name === small?.name)
  const top = rungs.at(-1)
  if (!small || !rendition || !top) return none
  const outputDir = join(dir, 'stills')
  await mkdir(outputDir)
  const { clipId, mediaId: writtenBy } = facts.claim
  const original = await deps.originals.open(facts.originalKey, facts.sizeBytes)
  try {
    const inputFile = join(dir, 'rendition.mp4')
    await fetchRendition(deps.storage, { clipId, files: facts.files }, rendition, inputFile, signal)
    const made = await makeStills(deps.tool, {
      inputFile,
      outputDir,
      durationMs: plan.picture.durationMs,
      width: small.width,
      height: small.height,
      threads: deps.encoderThreads,
      timeLimitMs: LIMIT_MS,
      signal,
      posterAt: (atMs, posterPath) =>
        posterCommand(plan.picture, top, atMs, {
          ...deps.limits,
          zscale: deps.tool.zscale,
          address: original.address(),
          threads: deps.encoderThreads,
          posterPath,
        }),
    })
    const names = [...made.sheets, made.storyboard, ...(made.poster === undefined ? [] : [made.poster])]
    const files = await storeFiles(deps.storage, { clipId, writtenBy, signal }, outputDir, names)
    return { storyboard: made.storyboard, poster: made.poster, files }
  } catch (error) {
    if (!(error instanceof FfmpegFault) || error.end === 'aborted') throw error
    deps.log.warn({ clipId, err: error }, 'the clip stays without pictures for scrubbing')
    return none
  } finally {
    original.close()
  }
}
