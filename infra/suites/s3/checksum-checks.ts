import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { assertSameBytes, type Check, get, pattern, refused, refusedRaw } from './scene.ts'
import { sendSignedChunks } from './signed-chunks.ts'

const sha256Base64 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64')

export const checksumChecks: readonly Check[] = [
  {
    name: 'a checksum sent along is kept and given back: CRC32, CRC32C, CRC64NVME, SHA1, SHA256',
    async run(scene) {
      const { client, bucket } = scene
      const body = pattern(100_001)
      for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
        const Key = scene.newKey()
        const stored = await client.send(
          new PutObjectCommand({ Bucket: bucket, Key, Body: body, ChecksumAlgorithm }),
        )
        const name = `Checksum${ChecksumAlgorithm}` as const
        assert.ok(stored[name], `${ChecksumAlgorithm} is not in the answer`)
        const head = await client.send(
          new HeadObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }),
        )
        assert.equal(head[name], stored[name], ChecksumAlgorithm)
        // The SDK computes it over what it reads and throws when it differs.
        const found = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }),
        )
        assertSameBytes((await found.Body?.transformToByteArray()) ?? new Uint8Array(), body)
      }
    },
  },
  {
    name: 'a checksum that is not the body’s is BadDigest, and nothing is stored',
    async run({ client, bucket, newKey }) {
      const Key = newKey()
      const ChecksumSHA256 = sha256Base64(pattern(10))
      await refused(
        client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'other', ChecksumSHA256 })),
        400,
        'BadDigest',
        'XAmzContentChecksumMismatch',
      )
      await refused(client.send(new HeadObjectCommand({ Bucket: bucket, Key })), 404)
    },
  },
  {
    name: 'a Content-MD5 that is not the body’s is BadDigest',
    async run({ client, bucket, newKey }) {
      const ContentMD5 = createHash('md5').update('this').digest('base64')
      await refused(
        client.send(new PutObjectCommand({ Bucket: bucket, Key: newKey(), Body: 'that', ContentMD5 })),
        400,
        'BadDigest',
      )
    },
  },
  {
    name: 'an aws-chunked stream with a trailing checksum is stored without its frames',
    async run(scene) {
      const client = scene.clientWith({ requestChecksumCalculation: 'WHEN_SUPPORTED' })
      const [Key, body] = [scene.newKey(), pattern(300_003)]
      const pieces = Array.from({ length: 31 }, (_, index) =>
        body.subarray(index * 10_000, (index + 1) * 10_000),
      )
      await client.send(
        new PutObjectCommand({
          Bucket: scene.bucket,
          Key,
          Body: Readable.from(pieces, { objectMode: false }),
          ContentLength: body.length,
          ChecksumAlgorithm: 'CRC32C',
        }),
      )
      assertSameBytes(await get(scene, Key), body)
      const head = await client.send(
        new HeadObjectCommand({ Bucket: scene.bucket, Key, ChecksumMode: 'ENABLED' }),
      )
      assert.ok(head.ChecksumCRC32C)
      assert.notEqual(head.ContentEncoding, 'aws-chunked')
    },
  },
  {
    name: 'a trailing checksum that does not hold is refused',
    async run(scene) {
      const Key = scene.newKey()
      const response = await scene.send('PUT', Key, {
        payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': '5',
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
        body: '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
      })
      await refusedRaw(response, 400, 'BadDigest', 'XAmzContentChecksumMismatch')
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key })), 404)
    },
  },
  {
    name: 'chunks that are signed each are stored, with and without a signed trailer',
    async run(scene) {
      for (const trailer of [false, true]) {
        const [key, body] = [scene.newKey(), pattern(150_000)]
        const response = await sendSignedChunks(scene, key, body, { trailer })
        assert.equal(response.status, 200, await response.text())
        assertSameBytes(await get(scene, key), body)
      }
    },
  },
  {
    name: 'a chunk changed on the way is refused, and nothing is stored',
    async run(scene) {
      const key = scene.newKey()
      const response = await sendSignedChunks(scene, key, pattern(150_000), { trailer: false, tamper: true })
      await refusedRaw(response, 403, 'SignatureDoesNotMatch')
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: key })), 404)
    },
  },
]
