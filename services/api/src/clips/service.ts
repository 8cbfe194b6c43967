import type { ChangeClip, Clip, ClipSummary, NewClip, Viewer } from '@cuepoint/contracts'
import {
  changeClip,
  createClip,
  deleteClip,
  findClip,
  findClipFacts,
  listClipsById,
  listOwnClips,
  listSight,
  listViewers,
  retryClip,
  type Tx,
} from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import { clipSummaryShape } from '../http/clip-summary.ts'
import { clipShape } from './clip-shape.ts'

/** A clip as this reader sees it. Throws `not-found`. */
export async function getClip(tx: Tx, readerId: string, clipId: string): Promise<Clip> {
  const clip = await findClip(tx, clipId, readerId)
  if (!clip) throw new CuepointError('not-found')
  if (clip.owner_id === readerId) return clipShape(clip, readerId, 'own')
  const level = (await findClipFacts(tx, readerId, clipId))?.level
  // With the application's checks off the policies alone have let her in; `view` is then all we say.
  return clipShape(clip, readerId, level ?? 'view')
}

/** Hers and those shared with her, newest first. */
export async function listClips(tx: Tx, readerId: string): Promise<ClipSummary[]> {
  const own = await listOwnClips(tx, readerId)
  const shared = await listClipsById(tx, [...(await listSight(tx, readerId)).keys()])
  return [...own, ...shared]
    .toSorted((one, other) => other.created_at.getTime() - one.created_at.getTime())
    .map((clip) => clipSummaryShape(clip, readerId))
}

/** The same id again gives her clip that is there, `made` false. Throws `bad-request` where it is another one's. */
export async function makeClip(
  tx: Tx,
  ownerId: string,
  clip: NewClip,
): Promise<{ clip: Clip; made: boolean }> {
  const known = clip.id === undefined ? undefined : await findClip(tx, clip.id, ownerId)
  if (known?.owner_id === ownerId) return { clip: clipShape(known, ownerId, 'own'), made: false }
  const id = await createClip(tx, { ...clip, ownerId })
  if (id === undefined) throw new CuepointError('bad-request', { at: '/id' })
  return { clip: await getClip(tx, ownerId, id), made: true }
}

export async function editClip(tx: Tx, ownerId: string, clipId: string, changes: ChangeClip): Promise<Clip> {
  await changeClip(tx, clipId, changes)
  return await getClip(tx, ownerId, clipId)
}

/** Processing again from the original that is there. Throws `not-retryable`. */
export async function tryAgain(tx: Tx, ownerId: string, clipId: string): Promise<Clip> {
  if ((await retryClip(tx, clipId)) === undefined) throw new CuepointError('not-retryable')
  return await getClip(tx, ownerId, clipId)
}

export async function takeAway(tx: Tx, clipId: string): Promise<void> {
  await deleteClip(tx, clipId)
}

export async function viewersOf(tx: Tx, clipId: string): Promise<Viewer[]> {
  const viewers = await listViewers(tx, clipId)
  return viewers.map((viewer) => ({
    person: { id: viewer.person_id, name: viewer.name },
    firstAt: viewer.first_at.toISOString(),
    lastAt: viewer.last_at.toISOString(),
  }))
}
