import { statesBefore } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { pickUpSeconds } from './clips-repository.ts'
import { enqueue } from './outbox-repository.ts'
import { inSeconds, rightNow } from './seconds.ts'

/** One transfer of one clip's file. A later claim has another upload id, and this one can change nothing any more. */
export type Upload = { clipId: string; uploadId: string }

/**
 * Opens the one transfer a clip may have. A transfer whose deadline has passed is dead and is taken over.
 * `busy`: another one is alive; `wrong-state`: the clip takes no file now.
 */
export async function claimUpload(
  tx: Tx,
  { clipId, uploadId }: Upload,
  leaseSeconds: number,
): Promise<'claimed' | 'busy' | 'wrong-state'> {
  const claimed = await tx
    .updateTable('clip')
    .set({
      state: 'uploading',
      state_since: rightNow(),
      state_deadline: inSeconds(leaseSeconds),
      upload_id: uploadId,
      progress_percent: 0,
    })
    .where('id', '=', clipId)
    .where((eb) =>
      eb.or([
        eb('state', 'in', [...statesBefore('uploading')]),
        eb.and([eb('state', '=', 'uploading'), eb('state_deadline', '<', rightNow())]),
      ]),
    )
    .returning('id')
    .executeTakeFirst()
  if (claimed) return 'claimed'
  const clip = await tx.selectFrom('clip').select('state').where('id', '=', clipId).executeTakeFirst()
  return clip?.state === 'uploading' ? 'busy' : 'wrong-state'
}

/** Bytes still come. False when the transfer has lost the clip: to another one, or to a deletion. */
export async function keepUpload(tx: Tx, upload: Upload, leaseSeconds: number): Promise<boolean> {
  const kept = await held(tx, upload)
    .set({ state_deadline: inSeconds(leaseSeconds) })
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

export type ArrivedFile = { originalKey: string; sizeBytes: number; contentType: string | null }

/** Whether this is the clip's file. */
export async function isOriginal(tx: Tx, clipId: string, originalKey: string): Promise<boolean> {
  const clip = await tx
    .selectFrom('clip')
    .select('id')
    .where('id', '=', clipId)
    .where('original_key', '=', originalKey)
    .executeTakeFirst()
  return clip !== undefined
}

/**
 * The file is in storage: the clip waits for processing, and the job is asked for in the same transaction.
 * False when the transfer has lost the clip. True as well when it was finished before: the answer to the first
 * call may have been lost on the way.
 */
export async function finishUpload(tx: Tx, upload: Upload, file: ArrivedFile): Promise<boolean> {
  const finished = await held(tx, upload)
    .set((eb) => ({
      state: 'uploaded',
      state_since: rightNow(),
      state_deadline: inSeconds(pickUpSeconds),
      attempt: eb('attempt', '+', 1),
      tries: 0,
      upload_id: null,
      original_key: file.originalKey,
      size_bytes: file.sizeBytes,
      content_type: file.contentType,
      reject_reason: null,
      fail_reason: null,
      retryable: false,
    }))
    .returning('attempt')
    .executeTakeFirst()
  if (!finished) return await isOriginal(tx, upload.clipId, file.originalKey)
  await enqueue(tx, {
    job: 'process-clip',
    payload: { clipId: upload.clipId, attempt: finished.attempt },
  })
  return true
}

/** Where a clip stands once its transfer is no more: the reason it had before tells. */
export const stateBeforeUpload = sql<'draft' | 'rejected' | 'failed'>`
  case when reject_reason is not null then 'rejected' when fail_reason is not null then 'failed' else 'draft' end`

/** The transfer was cut: the clip goes back to where it was, with its title and note. False when it was lost before. */
export async function abortUpload(tx: Tx, upload: Upload): Promise<boolean> {
  const aborted = await held(tx, upload)
    .set({ state: stateBeforeUpload, state_since: rightNow(), state_deadline: null, upload_id: null })
    .returning('id')
    .executeTakeFirst()
  return aborted !== undefined
}

const held = (tx: Tx, { clipId, uploadId }: Upload) =>
  tx
    .updateTable('clip')
    .where('id', '=', clipId)
    .where('state', '=', 'uploading')
    .where('upload_id', '=', uploadId)
