import { PutObjectCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { PutTarget } from './object-store-contract.ts'

/**
 * The address of one PUT of exactly so many bytes, good for so many seconds. It is made from the keys alone and asks
 * nobody, so the caller has judged the right before.
 */
export async function signPut(
  client: S3Client,
  bucket: string,
  { key, sizeBytes, part }: PutTarget,
  seconds: number,
): Promise<string> {
  const input = { Bucket: bucket, Key: key, ContentLength: sizeBytes }
  const manner = {
    expiresIn: seconds,
    // A length that only stands in the query is one that nobody holds the body against.
    unhoistableHeaders: new Set(['content-length']),
    signableHeaders: new Set(['content-length', 'host']),
  }
  if (part === undefined) return await getSignedUrl(client, new PutObjectCommand(input), manner)
  const { storageId: UploadId, number: PartNumber } = part
  return await getSignedUrl(client, new UploadPartCommand({ ...input, UploadId, PartNumber }), manner)
}
