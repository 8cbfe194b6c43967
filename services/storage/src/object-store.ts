import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
} from '@aws-sdk/client-s3'
import { CuepointError } from '@cuepoint/domain'
import { type BucketClient, createBucketClient } from './bucket-client.ts'
import { downloadTo } from './download.ts'
import { listKeys, listOpenUploads } from './listing.ts'
import { completeMultipart, findParts, joinIntoPart, openMultipart } from './multipart.ts'
import type { ObjectStore, ObjectStoreOptions } from './object-store-contract.ts'
import { findHead, openRead } from './reading.ts'
import { signPut } from './signing.ts'
import { isNamed, statusOf, translateError } from './storage-errors.ts'
import { abortUpload, abortUploadsUnder, putBytes, putFile, uploadStream } from './writing.ts'

const keysPerDelete = 1000
const checkLimitMs = 3000

async function ensureBucket({ client, bucket, region }: BucketClient): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }))
    return
  } catch (error) {
    if (statusOf(error) !== 404) throw translateError(error, 'ensure-bucket')
  }
  // The first region must not be named, every other must; the SDK's list of them is not every server's.
  const place =
    region === 'us-east-1'
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...place }))
  } catch (error) {
    // Two processes starting at once both get what they wanted.
    if (!isNamed(error, 'BucketAlreadyOwnedByYou')) throw translateError(error, 'ensure-bucket')
  }
}

async function deleteKeys({ client, bucket }: BucketClient, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += keysPerDelete) {
    const Objects = keys.slice(from, from + keysPerDelete).map((Key) => ({ Key }))
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })
    const { Errors: [refused] = [] } = await client.send(command).catch((error: unknown) => {
      throw translateError(error, 'delete')
    })
    if (refused !== undefined)
      throw new CuepointError('storage-unavailable', {
        operation: 'delete',
        reason: refused.Code ?? 'unknown',
      })
  }
}

async function deletePrefix(store: BucketClient, prefix: string): Promise<number> {
  if (!/[^/]\/$/.test(prefix)) throw new RangeError('a prefix to delete must end with a slash')
  await abortUploadsUnder(store, prefix, () => true)
  let removed = 0
  let batch: string[] = []
  for await (const { key } of listKeys(store, prefix)) {
    batch.push(key)
    removed++
    if (batch.length < keysPerDelete) continue
    await deleteKeys(store, batch)
    batch = []
  }
  await deleteKeys(store, batch)
  return removed
}

async function check({ client, bucket }: BucketClient): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }), {
      abortSignal: AbortSignal.timeout(checkLimitMs),
    })
  } catch (error) {
    throw translateError(error, 'check')
  }
}

/** The same bucket as browsers reach it; undefined where they do not. */
function forBrowsers(
  store: BucketClient,
  { publicEndpoint, ...options }: ObjectStoreOptions,
): BucketClient | undefined {
  if (publicEndpoint !== undefined) return createBucketClient({ ...options, endpoint: publicEndpoint })
  // AWS has one address for everybody.
  return options.endpoint === undefined ? store : undefined
}

/** Storage over S3. Nothing is asked of it before the first call. */
export function createObjectStore(options: ObjectStoreOptions): ObjectStore {
  const store = createBucketClient(options)
  const outside = forBrowsers(store, options)
  return {
    ensureBucket: () => ensureBucket(store),
    putFile: (key, path, description) => putFile(store, key, path, description),
    putBytes: (key, bytes, { contentType }) => putBytes(store, key, bytes, contentType),
    uploadStream: (key, readable, description) => uploadStream(store, key, readable, description),
    openRead: (key, readOptions) => openRead(store, key, readOptions),
    downloadTo: (key, path, downloadOptions) => downloadTo(store, key, path, downloadOptions),
    head: (key) => findHead(store, key),
    deletePrefix: (prefix) => deletePrefix(store, prefix),
    deleteKeys: (keys) => deleteKeys(store, keys),
    listKeys: (prefix) => listKeys(store, prefix),
    listOpenUploads: (prefix) => listOpenUploads(store, prefix),
    abortUpload: (key, uploadId) => abortUpload(store, key, uploadId),
    openMultipart: (key, contentType) => openMultipart(store, key, contentType),
    findParts: (upload) => findParts(store, upload),
    joinIntoPart: (upload, part, pieces) => joinIntoPart(store, upload, part, pieces),
    completeMultipart: (upload, parts) => completeMultipart(store, upload, parts),
    signPut: async (target, seconds, whom) => {
      const signer = whom === 'us' ? store : outside
      return signer && (await signPut(signer.client, signer.bucket, target, seconds))
    },
    check: () => check(store),
    close: () => {
      store.client.destroy()
      outside?.client.destroy()
    },
  }
}
