import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { assertSameBytes, type Check, get, mebibyte, pattern, put, refused, type Scene } from './scene.ts'

const partBytes = 5 * mebibyte

async function begin({ client, bucket }: Scene, Key: string): Promise<string> {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket: bucket, Key, ContentType: 'video/mp4', Metadata: { a: '1' } }),
  )
  assert.ok(UploadId)
  return UploadId
}

async function sendPart(
  { client, bucket }: Scene,
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Uint8Array,
): Promise<CompletedPart> {
  const { ETag } = await client.send(
    new UploadPartCommand({ Bucket: bucket, Key, UploadId, PartNumber, Body }),
  )
  assert.ok(ETag)
  return { PartNumber, ETag }
}

const complete = ({ client, bucket }: Scene, Key: string, UploadId: string, Parts: CompletedPart[]) =>
  client.send(
    new CompleteMultipartUploadCommand({ Bucket: bucket, Key, UploadId, MultipartUpload: { Parts } }),
  )

const abort = ({ client, bucket }: Scene, Key: string, UploadId: string) =>
  client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))

async function openUploads({ client, bucket }: Scene, Prefix: string) {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix }))
  return Uploads
}

export const multipartChecks: readonly Check[] = [
  {
    name: 'parts become one object, in their order, with type, metadata and a joined etag',
    async run(scene) {
      const [key, body] = [scene.newKey(), pattern(partBytes * 2 + 12_345)]
      const uploadId = await begin(scene, key)
      const slices = [0, 1, 2].map((index) => body.subarray(index * partBytes, (index + 1) * partBytes))
      const [first, second, third] = await Promise.all(
        slices.map((slice, index) => sendPart(scene, key, uploadId, index + 1, slice)),
      )
      assert.ok(first && second && third)
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: key })), 404)
      const { ETag } = await complete(scene, key, uploadId, [first, second, third])
      const joined = createHash('md5')
      for (const slice of slices) joined.update(createHash('md5').update(slice).digest())
      assert.equal(ETag, `"${joined.digest('hex')}-3"`)
      assertSameBytes(await get(scene, key), body)
      const head = await scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: key }))
      assert.equal(head.ContentType, 'video/mp4')
      assert.deepEqual(head.Metadata, { a: '1' })
      const across = await scene.client.send(
        new GetObjectCommand({
          Bucket: scene.bucket,
          Key: key,
          Range: `bytes=${partBytes - 3}-${partBytes * 2 + 2}`,
        }),
      )
      assertSameBytes(
        (await across.Body?.transformToByteArray()) ?? new Uint8Array(),
        body.subarray(partBytes - 3, partBytes * 2 + 3),
      )
      assert.deepEqual(await openUploads(scene, key), [])
    },
  },
  {
    name: 'the object before is served until the Complete, and a part sent again counts once',
    async run(scene) {
      const key = scene.newKey()
      await put(scene, key, 'before')
      const uploadId = await begin(scene, key)
      await sendPart(scene, key, uploadId, 1, pattern(1000, 1))
      const again = await sendPart(scene, key, uploadId, 1, pattern(900, 2))
      assert.equal((await get(scene, key)).toString(), 'before')
      await complete(scene, key, uploadId, [again])
      assertSameBytes(await get(scene, key), pattern(900, 2))
    },
  },
  {
    name: 'the parts of an open upload are listed, in pages',
    async run(scene) {
      const { client, bucket } = scene
      const key = scene.newKey()
      const uploadId = await begin(scene, key)
      for (const number of [1, 2, 5]) await sendPart(scene, key, uploadId, number, pattern(number * 100))
      const seen: [number | undefined, number | undefined][] = []
      let marker: string | undefined
      do {
        const page = await client.send(
          new ListPartsCommand({
            Bucket: bucket,
            Key: key,
            UploadId: uploadId,
            MaxParts: 2,
            ...(marker === undefined ? {} : { PartNumberMarker: marker }),
          }),
        )
        for (const { PartNumber, Size } of page.Parts ?? []) seen.push([PartNumber, Size])
        marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined
      } while (marker !== undefined)
      assert.deepEqual(seen, [
        [1, 100],
        [2, 200],
        [5, 500],
      ])
      await abort(scene, key, uploadId)
    },
  },
  {
    name: 'open uploads are listed with their time, and an aborted one is gone with its parts',
    async run(scene) {
      const { client, bucket } = scene
      const key = scene.newKey()
      const [kept, dropped] = [await begin(scene, key), await begin(scene, key)]
      await sendPart(scene, key, dropped, 1, pattern(1000))
      const before = await openUploads(scene, key)
      assert.deepEqual(new Set(before.map(({ UploadId }) => UploadId)), new Set([kept, dropped]))
      assert.ok(before.every(({ Initiated, Key }) => Initiated instanceof Date && Key === key))
      await abort(scene, key, dropped)
      assert.deepEqual(
        (await openUploads(scene, key)).map(({ UploadId }) => UploadId),
        [kept],
      )
      await refused(
        client.send(new ListPartsCommand({ Bucket: bucket, Key: key, UploadId: dropped })),
        404,
        'NoSuchUpload',
      )
      await refused(sendPart(scene, key, dropped, 2, pattern(10)), 404, 'NoSuchUpload')
      await refused(complete(scene, key, dropped, [{ PartNumber: 1, ETag: '"0"' }]), 404, 'NoSuchUpload')
      await abort(scene, key, kept)
    },
  },
  {
    name: 'a Complete whose answer was lost can be repeated',
    async run(scene) {
      const key = scene.newKey()
      const uploadId = await begin(scene, key)
      const part = await sendPart(scene, key, uploadId, 1, pattern(1000))
      const [first, second] = [
        await complete(scene, key, uploadId, [part]),
        await complete(scene, key, uploadId, [part]),
      ]
      assert.equal(second.ETag, first.ETag)
      assertSameBytes(await get(scene, key), pattern(1000))
    },
  },
  {
    name: 'a Complete with a wrong etag, a missing part or the wrong order is refused and can be mended',
    async run(scene) {
      const key = scene.newKey()
      const uploadId = await begin(scene, key)
      const first = await sendPart(scene, key, uploadId, 1, pattern(partBytes, 1))
      const second = await sendPart(scene, key, uploadId, 2, pattern(10, 2))
      const wrong = { PartNumber: 1, ETag: '"00000000000000000000000000000000"' }
      await refused(complete(scene, key, uploadId, [wrong]), 400, 'InvalidPart')
      await refused(complete(scene, key, uploadId, [first, { ...second, PartNumber: 3 }]), 400, 'InvalidPart')
      await refused(complete(scene, key, uploadId, [second, first]), 400, 'InvalidPartOrder')
      await complete(scene, key, uploadId, [first, second])
      assert.equal((await get(scene, key)).length, partBytes + 10)
    },
  },
  {
    name: 'a part that is not the last must be 5 MiB',
    async run(scene) {
      const key = scene.newKey()
      const uploadId = await begin(scene, key)
      const parts = [
        await sendPart(scene, key, uploadId, 1, pattern(1000)),
        await sendPart(scene, key, uploadId, 2, pattern(1000)),
      ]
      await refused(complete(scene, key, uploadId, parts), 400, 'EntityTooSmall')
      await abort(scene, key, uploadId)
    },
  },
  {
    name: 'parts that the Complete does not name are left out',
    async run(scene) {
      const key = scene.newKey()
      const uploadId = await begin(scene, key)
      await sendPart(scene, key, uploadId, 1, pattern(1000, 1))
      const named = await sendPart(scene, key, uploadId, 4, pattern(500, 4))
      await complete(scene, key, uploadId, [named])
      assertSameBytes(await get(scene, key), pattern(500, 4))
    },
  },
  {
    name: 'a part can be a range of another object',
    async run(scene) {
      const { client, bucket } = scene
      const [source, key, body] = [scene.newKey(), scene.newKey(), pattern(50_000)]
      await put(scene, source, body)
      const uploadId = await begin(scene, key)
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          PartNumber: 1,
          CopySource: `${bucket}/${source}`,
          CopySourceRange: 'bytes=1000-1999',
        }),
      )
      assert.ok(CopyPartResult?.ETag)
      await complete(scene, key, uploadId, [{ PartNumber: 1, ETag: CopyPartResult.ETag }])
      assertSameBytes(await get(scene, key), body.subarray(1000, 2000))
    },
  },
  {
    name: 'a part can be read by its number',
    async run(scene) {
      const key = scene.newKey()
      const uploadId = await begin(scene, key)
      const parts = [
        await sendPart(scene, key, uploadId, 1, pattern(partBytes, 1)),
        await sendPart(scene, key, uploadId, 2, pattern(777, 2)),
      ]
      await complete(scene, key, uploadId, parts)
      const found = await scene.client.send(
        new GetObjectCommand({ Bucket: scene.bucket, Key: key, PartNumber: 2 }),
      )
      assertSameBytes((await found.Body?.transformToByteArray()) ?? new Uint8Array(), pattern(777, 2))
      assert.equal(found.PartsCount, 2)
    },
  },
]
