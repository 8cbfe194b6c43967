import { join } from 'node:path'
import type { AcceptedMedia } from '../ffmpeg/judge.ts'
import { type MediaPlan, planMedia } from '../ffmpeg/plan.ts'
import type { PacketFacts } from '../ffmpeg/probe-report.ts'
import { countRefreshPoints } from '../ffmpeg/refresh-points.ts'
import type { Original } from '../original/originals.ts'
import { areIdrPictures } from './idr-pictures.ts'
import type { MakePlayableDeps } from './make-playable.ts'

/** Nothing is decoded: a minute is a hundred times what an hour of video takes. */
const LIMIT_MS = 60_000

type Deps = Pick<MakePlayableDeps, 'tool' | 'limits' | 'copyMaxKbit'>
type Place = { readonly dir: string; readonly signal: AbortSignal }

/** The plan of an accepted file. Before its pictures are shown as they are, their keyframes are looked at. */
export async function planClip(
  deps: Deps,
  media: AcceptedMedia,
  original: Original,
  place: Place,
): Promise<MediaPlan> {
  const plan = planMedia(media, deps)
  const { packets } = media.video
  if (!plan.first.copied || !packets) return plan
  if (await isClosed(deps, media.video.index, packets, original, place)) return plan
  const open = { ...media, video: { ...media.video, packets: { ...packets, closed: false } } }
  return planMedia(open, deps)
}

/**
 * Whether every keyframe is one to begin at: by the first bytes of each where a table of contents tells where they
 * lie, else by what ffmpeg finds on a way through the whole file.
 */
async function isClosed(
  { tool, limits }: Deps,
  videoIndex: number,
  { keyframesMs, keyframeBytes }: PacketFacts,
  original: Original,
  { dir, signal }: Place,
): Promise<boolean> {
  if (keyframeBytes !== undefined) return await areIdrPictures(original, keyframeBytes, signal)
  const refreshPoints = await countRefreshPoints(tool, videoIndex, {
    ...limits,
    address: original.address(),
    listFile: join(dir, 'refresh-points.txt'),
    signal,
    timeLimitMs: LIMIT_MS,
  })
  // A file may hold more of them than it shows, before the point where an edit begins.
  return refreshPoints >= keyframesMs.length
}
