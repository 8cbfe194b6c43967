import { findMediaFile, recordView, type Tx } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import { mediaKey } from '@cuepoint/storage'
import type { DeliveredObject } from '../http/send-object.ts'

export type AskedFile = { readerId: string; clipId: string; mediaId: string; file: string }

/**
 * The object behind a listed file, or `promised` for one that is still being made. Throws `not-found` for every
 * other name: what is not listed is not served, whatever lies in storage. Someone else than the owner asking for
 * the playlist is a view.
 */
export async function findMediaObject(
  tx: Tx,
  { readerId, clipId, mediaId, file }: AskedFile,
): Promise<DeliveredObject | 'promised'> {
  const found = await findMediaFile(tx, { clipId, mediaId, file })
  if (!found) throw new CuepointError('not-found')
  const { writtenBy, sizeBytes } = found
  if (writtenBy === null || sizeBytes === null) {
    // Nobody keeps a promise of what has been replaced.
    if (!found.current) throw new CuepointError('not-found')
    return 'promised'
  }
  if (found.current && file === found.playlist && readerId !== found.ownerId)
    await recordView(tx, clipId, readerId)
  return {
    key: mediaKey(clipId, writtenBy, file),
    // Nothing is ever written twice by one run, so the name is as good as a digest.
    etag: `"${writtenBy}/${file}"`,
    totalBytes: sizeBytes,
    contentType: found.contentType,
  }
}
