import { findPublished, recordView, type Tx } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import { mediaKey } from '@cuepoint/storage'
import type { DeliveredObject } from '../http/send-object.ts'
import type { createPublishedFiles } from './published-files.ts'

export type AskedFile = { readerId: string; clipId: string; mediaId: string; file: string }

/**
 * The object behind a file of what is published now. Throws `not-found` for every other name: what the publish does
 * not list is not served, whatever lies in storage. Someone else than the owner asking for the playlist is a view.
 */
export async function findMediaObject(
  tx: Tx,
  published: ReturnType<typeof createPublishedFiles>,
  { readerId, clipId, mediaId, file }: AskedFile,
): Promise<DeliveredObject> {
  const now = await findPublished(tx, clipId)
  if (now?.mediaId !== mediaId) throw new CuepointError('not-found')
  const found = (await published.get(tx, clipId, mediaId))?.get(file)
  if (!found) throw new CuepointError('not-found')
  if (file === now.playlist && readerId !== now.ownerId) await recordView(tx, clipId, readerId)
  return {
    key: mediaKey(clipId, mediaId, file),
    // Nothing is ever written twice under one media id, so the name is as good as a digest.
    etag: `"${mediaId}/${file}"`,
    totalBytes: found.sizeBytes,
    contentType: found.contentType,
  }
}
