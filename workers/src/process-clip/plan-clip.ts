import { join } from 'node:path'
import type { AcceptedMedia } from '../ffmpeg/judge.ts'
import { type MediaPlan, planMedia } from '../ffmpeg/plan.ts'
import { countRefreshPoints } from '../ffmpeg/refresh-points.ts'
import type { MakePlayableDeps } from './make-playable.ts'

/** Nothing is decoded: a minute is a hundred times what an hour of video takes. */
const LIMIT_MS = 60_000

/** The plan of an accepted file. Before its pictures are shown as they are, their keyframes are looked at. */
export async function planClip(
  deps: Pick<MakePlayableDeps, 'tool' | 'limits' | 'copyMaxKbit'>,
  media: AcceptedMedia,
  address: string,
  { dir, signal }: { readonly dir: string; readonly signal: AbortSignal },
): Promise<MediaPlan> {
  const plan = planMedia(media, deps)
  const { packets, index } = media.video
  if (!plan.first.copied || !packets) return plan
  const refreshPoints = await countRefreshPoints(deps.tool, index, {
    ...deps.limits,
    address,
    listFile: join(dir, 'refresh-points.txt'),
    signal,
    timeLimitMs: LIMIT_MS,
  })
  // A file may hold more of them than it shows, before the point where an edit begins.
  if (refreshPoints >= packets.keyframesMs.length) return plan
  const open = { ...media, video: { ...media.video, packets: { ...packets, closed: false } } }
  return planMedia(open, deps)
}
