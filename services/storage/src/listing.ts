import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { BucketClient } from './bucket-client.ts'
import type { ListedKey, OpenUpload } from './object-store-contract.ts'
import { translateError } from './storage-errors.ts'

export async function* listKeys({ client, bucket }: BucketClient, prefix: string): AsyncGenerator<ListedKey> {
  let token: string | undefined
  do {
    const input = {
      Bucket: bucket,
      Prefix: prefix,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    }
    const page = await client.send(new ListObjectsV2Command(input)).catch((error: unknown) => {
      throw translateError(error, 'list')
    })
    for (const { Key, Size, LastModified } of page.Contents ?? [])
      if (Key !== undefined && LastModified !== undefined)
        yield { key: Key, sizeBytes: Size ?? 0, lastModified: LastModified }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

export async function* listOpenUploads(
  { client, bucket }: BucketClient,
  prefix: string,
): AsyncGenerator<OpenUpload> {
  let marker: { KeyMarker: string; UploadIdMarker?: string } | undefined
  do {
    const input = { Bucket: bucket, Prefix: prefix, ...marker }
    const page = await client.send(new ListMultipartUploadsCommand(input)).catch((error: unknown) => {
      throw translateError(error, 'list-uploads')
    })
    for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
      if (Key !== undefined && UploadId !== undefined && Initiated !== undefined)
        yield { key: Key, uploadId: UploadId, initiatedAt: Initiated }
    marker = undefined
    if (page.IsTruncated === true && page.NextKeyMarker)
      marker = {
        KeyMarker: page.NextKeyMarker,
        ...(page.NextUploadIdMarker ? { UploadIdMarker: page.NextUploadIdMarker } : {}),
      }
  } while (marker !== undefined)
}
