import { Readable } from 'node:stream'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { CuepointError } from '@cuepoint/domain'
import { type BucketClient, isPassing, pauseAfter, tries } from './bucket-client.ts'
import type { OpenMultipart, StoredPart } from './object-store-contract.ts'
import { openRead } from './reading.ts'
import { isNamed, translateError } from './storage-errors.ts'

export async function openMultipart(
  { client, bucket }: BucketClient,
  key: string,
  contentType: string,
): Promise<OpenMultipart> {
  const command = new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: contentType })
  const { UploadId } = await client.send(command).catch((error: unknown) => {
    throw translateError(error, 'open-multipart')
  })
  if (UploadId === undefined) throw new CuepointError('storage-unavailable', { operation: 'open-multipart' })
  return { key, storageId: UploadId }
}

export async function findParts(
  { client, bucket }: BucketClient,
  { key, storageId }: OpenMultipart,
): Promise<StoredPart[] | undefined> {
  const parts: StoredPart[] = []
  let marker: string | undefined
  do {
    const input = {
      Bucket: bucket,
      Key: key,
      UploadId: storageId,
      ...(marker === undefined ? {} : { PartNumberMarker: marker }),
    }
    try {
      const page = await client.send(new ListPartsCommand(input))
      for (const { PartNumber, Size, ETag } of page.Parts ?? [])
        if (PartNumber !== undefined && ETag !== undefined)
          parts.push({ part: PartNumber, sizeBytes: Size ?? 0, etag: ETag })
      marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined
    } catch (error) {
      if (isNamed(error, 'NoSuchUpload')) return undefined
      throw translateError(error, 'list-parts')
    }
  } while (marker !== undefined)
  return parts
}

/** Streams objects one after the other into one part, again from the first when the line breaks. */
export async function joinIntoPart(
  store: BucketClient,
  { key, storageId }: OpenMultipart,
  part: number,
  pieces: readonly { readonly key: string; readonly sizeBytes: number }[],
): Promise<void> {
  const { client, bucket } = store
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) {
      const opened = await openRead(store, piece.key)
      if (opened.notModified === true) throw new CuepointError('storage-unavailable', { operation: 'join' })
      yield* opened.body as AsyncIterable<Uint8Array>
    }
  }
  for (let failures = 1; ; failures++) {
    // The SDK cannot retry a stream it has begun to read.
    const body = Readable.from(bytes(), { objectMode: false })
    try {
      const input = {
        Bucket: bucket,
        Key: key,
        UploadId: storageId,
        PartNumber: part,
        Body: body,
        ContentLength: pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      }
      await client.send(new UploadPartCommand(input))
      return
    } catch (error) {
      if (!isPassing(error) || failures >= tries) throw translateError(error, 'join')
    } finally {
      body.destroy()
    }
    await pauseAfter(failures, undefined)
  }
}

/** Makes the object. False where there is no such upload: it was completed before, or given up. */
export async function completeMultipart(
  { client, bucket }: BucketClient,
  { key, storageId }: OpenMultipart,
  parts: readonly StoredPart[],
): Promise<boolean> {
  const Parts = parts.map(({ part, etag }) => ({ PartNumber: part, ETag: etag }))
  const command = new CompleteMultipartUploadCommand({
    Bucket: bucket,
    Key: key,
    UploadId: storageId,
    MultipartUpload: { Parts },
  })
  try {
    await client.send(command)
    return true
  } catch (error) {
    if (isNamed(error, 'NoSuchUpload')) return false
    throw translateError(error, 'complete-multipart')
  }
}
