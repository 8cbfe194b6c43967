import { randomBytes, randomUUID } from 'node:crypto'
import { type NewRow, type Row, type StoredMedia, type WrittenFile, writeFiles } from '@cuepoint/db'
import type { ClipState } from '@cuepoint/domain'
import type { OwnerDatabase } from './people.ts'

export const someMedia = (values: Partial<StoredMedia> = {}): StoredMedia => ({
  playlist: 'main.m3u8',
  poster: 'poster.jpg',
  width: 1280,
  height: 720,
  framesPerSecond: 30,
  hasAudio: true,
  renditions: [{ name: '240p', width: 426, height: 240, bandwidth: 300_000 }],
  ...values,
})

export const someFiles = (): WrittenFile[] => [
  { name: 'main.m3u8', sizeBytes: 120, contentType: 'application/vnd.apple.mpegurl' },
  { name: 'poster.jpg', sizeBytes: 2_000, contentType: 'image/jpeg' },
  { name: '240p/main.m3u8', sizeBytes: 200, contentType: 'application/vnd.apple.mpegurl' },
  { name: '240p/init.mp4', sizeBytes: 900, contentType: 'video/mp4' },
  { name: '240p/0.m4s', sizeBytes: 40_000, contentType: 'video/iso.segment' },
]

/** A name for what one attempt made, as storage takes it. */
export const aMediaId = (attempt = 1): string => `${attempt}-${randomBytes(16).toString('hex')}`

/** What a clip has in each state, so that one word makes a sound row. */
const inState = (id: string, state: ClipState): Partial<NewRow<'clip'>> => {
  const arrived = { original_key: `clips/${id}/original/${randomUUID()}`, size_bytes: 1_000_000, attempt: 1 }
  switch (state) {
    case 'draft':
    case 'gone':
      return {}
    case 'uploading':
      return { upload_id: randomUUID() }
    case 'uploaded':
    case 'processing':
    case 'deleting':
      return arrived
    case 'ready':
      return {
        ...arrived,
        media_id: aMediaId(),
        media: JSON.stringify(someMedia()),
        duration_ms: 60_000,
      }
    case 'rejected':
      return { ...arrived, reject_reason: 'not-a-video' }
    case 'failed':
      return { ...arrived, fail_reason: 'transcode-error', retryable: true }
  }
}

/** A clip of hers, ready unless `state` says otherwise. */
export function aClip(
  owner: OwnerDatabase,
  {
    programId,
    ownerId,
    state = 'ready',
    ...values
  }: { programId: string; ownerId: string; state?: ClipState } & Partial<
    Omit<NewRow<'clip'>, 'program_id' | 'owner_id' | 'state'>
  >,
): Promise<Row<'clip'>> {
  const id = values.id ?? randomUUID()
  return owner.asRole(async (tx) => {
    const clip = await tx
      .insertInto('clip')
      .values({
        id,
        program_id: programId,
        owner_id: ownerId,
        title: 'Sorting leaves, Tuesday',
        state,
        ...inState(id, state),
        ...values,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const { media_id: mediaId } = clip
    if (mediaId !== null) await writeFiles(tx, { clipId: id, mediaId, writtenBy: mediaId }, someFiles())
    return clip
  })
}
