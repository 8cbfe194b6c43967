import { setTimeout as wait } from 'node:timers/promises'
import { S3Client } from '@aws-sdk/client-s3'
import type { ObjectStoreOptions } from './object-store-contract.ts'
import { statusOf, translateError } from './storage-errors.ts'

/** How often a request is tried before storage counts as unavailable. */
export const tries = 5

const nothing = (): void => undefined
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

export type BucketClient = { readonly client: S3Client; readonly bucket: string; readonly region: string }

export function createBucketClient(options: ObjectStoreOptions): BucketClient {
  const client = new S3Client({
    region: options.region,
    forcePathStyle: options.forcePathStyle,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    // The default sends trailers that not every S3-compatible server reads, and poisons presigned requests.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: tries,
    // What went wrong is thrown; the SDK would also print it, past our log and its rules.
    logger: silent,
    requestHandler: {
      connectionTimeout: 5000,
      socketTimeout: 60_000,
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: { keepAlive: true, maxSockets: 64 },
    },
  })
  return { client, bucket: options.bucket, region: options.region }
}

/** As the last argument of `client.send`. */
export const sendOptions = (signal: AbortSignal | undefined): { abortSignal?: AbortSignal } =>
  signal === undefined ? {} : { abortSignal: signal }

/** Whether the same request could succeed a moment later: the line broke, or storage had a bad moment. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error)
  return status === undefined || status >= 500 || status === 408 || status === 429
}

/** Waits a quarter of a second, a half, one, two. Throws the signal's reason when the caller gives up meanwhile. */
export async function pauseAfter(failures: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(125 * 2 ** failures, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    throw translateError(error, 'wait', undefined, signal)
  }
}
