import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessingClaim, WrittenFile } from '@cuepoint/db'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { posterAtMs, quickPosterCommand } from '../ffmpeg/poster-args.ts'
import { FfmpegFault, runFfmpeg } from '../ffmpeg/run.ts'
import type { Original } from '../original/originals.ts'
import { storeFiles } from '../publishing/store-files.ts'
import type { MakePlayableDeps } from './make-playable.ts'

export const firstPoster = 'poster-1.jpg'
const LIMIT_MS = 120_000

/** A picture to show before the clip plays: from a little into it, else from its start. */
export async function storePoster(
  deps: Pick<MakePlayableDeps, 'tool' | 'storage' | 'limits'>,
  { clipId, mediaId }: ProcessingClaim,
  plan: MediaPlan,
  original: Original,
  { dir, signal }: { readonly dir: string; readonly signal: AbortSignal },
): Promise<WrittenFile> {
  const posterPath = join(dir, firstPoster)
  for (const atMs of [posterAtMs(plan.picture), 0]) {
    const options = {
      ...deps.limits,
      zscale: deps.tool.zscale,
      address: original.address(),
      posterPath,
      threads: 1,
    }
    await runFfmpeg(deps.tool, quickPosterCommand(plan.picture, plan.first, atMs, options), {
      signal,
      timeLimitMs: LIMIT_MS,
    }).catch((error: unknown) => {
      // ffmpeg ends badly when there is nothing left after the moment it was sent to.
      if (!(error instanceof FfmpegFault) || error.end !== 'exited' || atMs === 0) throw error
    })
    const made = await stat(posterPath).catch(() => undefined)
    if (!made || made.size === 0) continue
    const [stored] = await storeFiles(deps.storage, { clipId, writtenBy: mediaId, signal }, dir, [
      firstPoster,
    ])
    if (stored) return stored
  }
  throw new FfmpegFault('exited', ['no poster'])
}
