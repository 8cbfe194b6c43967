import type { Tx } from './client.ts'
import { claimUpload, keepUpload, type Upload } from './clip-upload-repository.ts'

/** An upload in parts that is alive. */
export type PartedUpload = Upload & {
  /** Storage's own name for it. */
  storageId: string
  sizeBytes: number
  partBytes: number
  contentType: string
  /** When it is given up unless there is a sign of life before. */
  keptUntil: Date
}

/** Opens the one transfer that a clip may have, as an upload in parts. Verdicts as of `claimUpload`. */
export async function beginPartedUpload(
  tx: Tx,
  { clipId, uploadId, storageId, sizeBytes, partBytes, contentType }: Omit<PartedUpload, 'keptUntil'>,
  keptSeconds: number,
): Promise<'claimed' | 'busy' | 'wrong-state'> {
  const verdict = await claimUpload(tx, { clipId, uploadId }, keptSeconds)
  if (verdict !== 'claimed') return verdict
  const values = {
    upload_id: uploadId,
    storage_id: storageId,
    size_bytes: sizeBytes,
    part_bytes: partBytes,
    content_type: contentType,
  }
  await tx
    .insertInto('clip_upload')
    .values({ clip_id: clipId, ...values })
    // One that died before left its row.
    .onConflict((conflict) => conflict.column('clip_id').doUpdateSet(values))
    .execute()
  return 'claimed'
}

/** The clip's upload in parts, while it is alive. */
export async function findPartedUpload(tx: Tx, clipId: string): Promise<PartedUpload | undefined> {
  const found = await tx
    .selectFrom('clip_upload')
    .innerJoin('clip', (join) =>
      join.onRef('clip.id', '=', 'clip_upload.clip_id').onRef('clip.upload_id', '=', 'clip_upload.upload_id'),
    )
    .selectAll('clip_upload')
    .select('clip.state_deadline')
    .where('clip_upload.clip_id', '=', clipId)
    .where('clip.state', '=', 'uploading')
    .where('clip.state_deadline', 'is not', null)
    .executeTakeFirst()
  return found?.state_deadline
    ? {
        clipId,
        uploadId: found.upload_id,
        storageId: found.storage_id,
        sizeBytes: found.size_bytes,
        partBytes: found.part_bytes,
        contentType: found.content_type,
        keptUntil: found.state_deadline,
      }
    : undefined
}

/** A sign of life: the upload with this id, kept for so long from now; undefined where it is not alive. */
export async function keepPartedUpload(
  tx: Tx,
  upload: Upload,
  keptSeconds: number,
): Promise<PartedUpload | undefined> {
  if (!(await keepUpload(tx, upload, keptSeconds))) return undefined
  return await findPartedUpload(tx, upload.clipId)
}
