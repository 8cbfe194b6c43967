import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { AbortMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { CuepointError } from '@cuepoint/domain'
import { type BucketClient, isPassing, pauseAfter, sendOptions, tries } from './bucket-client.ts'
import { listOpenUploads } from './listing.ts'
import type { FileDescription, StoredStream, StreamDescription } from './object-store-contract.ts'
import { findHead } from './reading.ts'
import { isNamed, translateError } from './storage-errors.ts'

/** The smallest that S3 takes: 10,000 of them are ten times the largest upload. */
const partSizeDefaultBytes = 5 * 1024 * 1024
const partsAtOnce = 2

export async function putBytes(
  { client, bucket }: BucketClient,
  key: string,
  bytes: Uint8Array,
  contentType: string,
): Promise<void> {
  try {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }),
    )
  } catch (error) {
    throw translateError(error, 'put')
  }
}

export async function putFile(
  { client, bucket }: BucketClient,
  key: string,
  path: string,
  { contentType, sizeBytes, signal, onRead }: FileDescription,
): Promise<void> {
  const found = await stat(path)
  if (found.size !== sizeBytes) throw new RangeError('the file is not as long as was said')
  for (let failures = 1; ; failures++) {
    signal?.throwIfAborted()
    // The SDK cannot retry a stream it has begun to read, so each try opens the file anew.
    const file = createReadStream(path)
    const body = Readable.from(countedBy(file, onRead), { objectMode: false })
    try {
      const input = {
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentLength: sizeBytes,
        ContentType: contentType,
      }
      await client.send(new PutObjectCommand(input), sendOptions(signal))
      return
    } catch (error) {
      if (signal?.aborted === true || !isPassing(error) || failures >= tries)
        throw translateError(error, 'put-file', undefined, signal)
    } finally {
      body.destroy()
      file.destroy()
    }
    await pauseAfter(failures, signal)
  }
}

async function* countedBy(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onBytes(piece.length)
    yield piece
  }
}

export async function abortUpload(
  { client, bucket }: BucketClient,
  key: string,
  uploadId: string,
): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }))
  } catch (error) {
    if (!isNamed(error, 'NoSuchUpload')) throw translateError(error, 'abort-upload')
  }
}

/** Aborts the open uploads under a prefix whose key is wanted. */
export async function abortUploadsUnder(
  store: BucketClient,
  prefix: string,
  isWanted: (key: string) => boolean,
): Promise<void> {
  for await (const { key, uploadId } of listOpenUploads(store, prefix))
    if (isWanted(key)) await abortUpload(store, key, uploadId)
}

const wasClosedEarly = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

export async function uploadStream(
  store: BucketClient,
  key: string,
  readable: Readable,
  { contentType, partSizeBytes = partSizeDefaultBytes, signal }: StreamDescription,
): Promise<StoredStream> {
  let sizeBytes = 0
  const counted = countedBy(readable, (bytes) => {
    sizeBytes += bytes
  })
  // Ends the stream rather than the Upload: that would give up at once and leave its parts to run on unwatched.
  const stop = (): void => {
    readable.destroy(translateError(undefined, 'upload', undefined, signal))
  }
  if (signal?.aborted === true) stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const body = Readable.from(counted, { objectMode: false })
    const upload = new Upload({
      client: store.client,
      params: { Bucket: store.bucket, Key: key, Body: body, ContentType: contentType },
      partSize: partSizeBytes,
      queueSize: partsAtOnce,
    })
    const { ETag } = await upload.done()
    return { sizeBytes, etag: ETag ?? '' }
  } catch (error) {
    const broken = readable.errored
    readable.destroy()
    // A repeated Complete whose first answer was lost: the object is there, and nobody else knows this key.
    const found = isNamed(error, 'NoSuchUpload')
      ? await findHead(store, key).catch(() => undefined)
      : undefined
    if (found !== undefined && found.sizeBytes === sizeBytes) return { sizeBytes, etag: found.etag }
    // The Upload aborts what it knows of; one that was opened by a request whose answer was lost, it does not.
    await abortUploadsUnder(store, key, (open) => open === key).catch(() => undefined)
    // What the sender's side did is not storage's fault and keeps its name.
    if (broken !== null) throw broken
    if (wasClosedEarly(error)) throw new CuepointError('upload-interrupted')
    throw translateError(error, 'upload', undefined, signal)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
