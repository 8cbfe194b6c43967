import { addAbortSignal, Readable } from 'node:stream'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { CuepointError } from '@cuepoint/domain'
import { type BucketClient, sendOptions } from './bucket-client.ts'
import type { ObjectHead, OpenObject, ReadOptions } from './object-store-contract.ts'
import { ObjectMissingError, statusOf, translateError } from './storage-errors.ts'

const unknownType = 'application/octet-stream'

/** The total in `bytes 0-9/100`. */
function totalOf(contentRange: string | undefined, sizeBytes: number): number {
  const total = Number(contentRange?.split('/').at(-1))
  return Number.isSafeInteger(total) ? total : sizeBytes
}

export async function findHead(
  { client, bucket }: BucketClient,
  key: string,
): Promise<ObjectHead | undefined> {
  try {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
    if (found.LastModified === undefined)
      throw new CuepointError('storage-unavailable', { operation: 'head' })
    return {
      sizeBytes: found.ContentLength ?? 0,
      contentType: found.ContentType ?? unknownType,
      etag: found.ETag ?? '',
      lastModified: found.LastModified,
    }
  } catch (error) {
    const translated = translateError(error, 'head', key)
    if (translated instanceof ObjectMissingError) return undefined
    throw translated
  }
}

export async function openRead(
  { client, bucket }: BucketClient,
  key: string,
  { range, ifNoneMatch, signal }: ReadOptions = {},
): Promise<OpenObject | { readonly notModified: true }> {
  signal?.throwIfAborted()
  try {
    const found = await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end ?? ''}` }),
        ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
      }),
      sendOptions(signal),
    )
    if (!(found.Body instanceof Readable))
      throw new CuepointError('storage-unavailable', { operation: 'read', reason: 'no-body' })
    const sizeBytes = found.ContentLength ?? 0
    return {
      // The SDK lets go of the signal once the headers are there.
      body: signal === undefined ? found.Body : addAbortSignal(signal, found.Body),
      sizeBytes,
      totalBytes: totalOf(found.ContentRange, sizeBytes),
      contentType: found.ContentType ?? unknownType,
      etag: found.ETag ?? '',
      ...(found.ContentRange === undefined ? {} : { contentRange: found.ContentRange }),
    }
  } catch (error) {
    if (statusOf(error) === 304) return { notModified: true }
    throw translateError(error, 'read', key, signal)
  }
}
