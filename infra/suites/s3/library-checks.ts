import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { HeadObjectCommand, ListMultipartUploadsCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { assertSameBytes, type Check, get, mebibyte, pattern, refused, type Scene } from './scene.ts'

function* slices(body: Buffer): Generator<Buffer> {
  for (let offset = 0; offset < body.length; offset += 60_000) yield body.subarray(offset, offset + 60_000)
}

const upload = (scene: Scene, client: S3Client, Key: string, body: Readable) =>
  new Upload({
    client,
    params: { Bucket: scene.bucket, Key, Body: body },
    partSize: 5 * mebibyte,
    queueSize: 2,
  })

export const libraryChecks: readonly Check[] = [
  {
    name: 'lib-storage sends a stream of unknown length',
    async run(scene) {
      const [key, body] = [scene.newKey(), pattern(12 * mebibyte + 7)]
      await upload(scene, scene.client, key, Readable.from(slices(body), { objectMode: false })).done()
      assertSameBytes(await get(scene, key), body)
    },
  },
  {
    name: 'lib-storage with the checksums that the SDK sends by default',
    async run(scene) {
      const client = scene.clientWith({ requestChecksumCalculation: 'WHEN_SUPPORTED' })
      const [key, body] = [scene.newKey(), pattern(11 * mebibyte)]
      await upload(scene, client, key, Readable.from(slices(body), { objectMode: false })).done()
      assertSameBytes(await get(scene, key), body)
      const head = await client.send(
        new HeadObjectCommand({ Bucket: scene.bucket, Key: key, ChecksumMode: 'ENABLED' }),
      )
      assert.match(head.ChecksumCRC32 ?? '', /^[A-Za-z0-9+/]{6}==-3$/)
    },
  },
  {
    name: 'lib-storage leaves nothing open when its stream breaks',
    async run(scene) {
      const key = scene.newKey()
      function* breaking(): Generator<Buffer> {
        yield* slices(pattern(8 * mebibyte))
        throw new Error('broken off')
      }
      const sending = upload(
        scene,
        scene.client,
        key,
        Readable.from(breaking(), { objectMode: false }),
      ).done()
      await assert.rejects(sending, /broken off/)
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: key })), 404)
      const { Uploads = [] } = await scene.client.send(
        new ListMultipartUploadsCommand({ Bucket: scene.bucket, Prefix: key }),
      )
      assert.deepEqual(Uploads, [])
    },
  },
]
