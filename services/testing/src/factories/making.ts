import { randomUUID } from 'node:crypto'
import {
  type CuepointDatabase,
  claimPart,
  claimProcessing,
  handOver,
  type MediaFile,
  type PartFacts,
  type ProcessingClaim,
  publishClip,
  type Row,
  type StoredMedia,
  type Stretch,
} from '@cuepoint/db'
import { aClip, aMediaId, someFiles, someMedia } from './clips.ts'
import type { Lesson } from './lesson.ts'

type Databases = { readonly owner: CuepointDatabase; readonly worker: CuepointDatabase }
type HalfMade = { clip: Row<'clip'>; claim: ProcessingClaim }

/** Listed and not made yet. */
export const aPromise = (name: string): MediaFile => ({
  name,
  contentType: 'video/iso.segment',
  sizeBytes: null,
  durationMs: 4_000,
})

/** A clip of the lesson's teacher that can be watched while its first rendition is being made, and the run that makes it. */
export async function aHalfMadeClip(
  { owner, worker }: Databases,
  { program, teacher }: Pick<Lesson, 'program' | 'teacher'>,
  {
    files = [...someFiles(), aPromise('240p/1.m4s')],
    media = { partly: true },
  }: { files?: readonly MediaFile[]; media?: Partial<StoredMedia> } = {},
): Promise<HalfMade> {
  const clip = await aClip(owner, { programId: program.id, ownerId: teacher.id, state: 'uploaded' })
  const claim = { clipId: clip.id, attempt: 1, mediaId: aMediaId() }
  return await worker.asRole(async (tx) => {
    if (typeof (await claimProcessing(tx, claim, 60)) === 'string')
      throw new Error('the clip was not to be had')
    await publishClip(tx, claim, { media: someMedia(media), files, durationMs: 60_000 })
    return { clip, claim }
  })
}

/** A clip whose first rendition is whole, with the rest of its ladder in parts that wait. */
export async function aClipInParts(
  databases: Databases,
  lesson: Pick<Lesson, 'program' | 'teacher'>,
  stretches: readonly Stretch[] = [
    { fromMs: 0, toMs: 20_000 },
    { fromMs: 20_000, toMs: 60_000 },
  ],
): Promise<HalfMade> {
  const half = await aHalfMadeClip(databases, lesson)
  const plan = { renditions: [720] }
  await databases.worker.asRole((tx) =>
    handOver(tx, half.claim, { media: someMedia(), files: [], durationMs: 60_000, plan, stretches }),
  )
  return half
}

/** A run that has begun one part of such a clip. */
export async function aRunningPart(
  { worker }: Databases,
  { clipId, mediaId }: ProcessingClaim,
  part: number,
): Promise<PartFacts> {
  const claim = { clipId, mediaId, part, writtenBy: `1-${randomUUID().replaceAll('-', '')}` }
  const begun = await worker.asRole((tx) => claimPart(tx, claim, 60))
  if (typeof begun === 'string') throw new Error(`the part was ${begun}`)
  return begun
}
