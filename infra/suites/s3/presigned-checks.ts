import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { assertSameBytes, type Check, get, pattern, put, refused, refusedRaw } from './scene.ts'

const sha256Base64 = (text: string): string => createHash('sha256').update(text).digest('base64')

export const presignedChecks: readonly Check[] = [
  {
    name: 'a presigned GET gives the object, in ranges and under another name too',
    async run(scene) {
      const [Key, body] = [scene.newKey('a b+c'), pattern(5000)]
      await put(scene, Key, body)
      const command = new GetObjectCommand({
        Bucket: scene.bucket,
        Key,
        ResponseContentDisposition: 'attachment; filename="lesson.mp4"',
        ResponseContentType: 'video/mp4',
      })
      const url = await getSignedUrl(scene.client, command, { expiresIn: 60 })
      const whole = await fetch(url)
      assert.equal(whole.headers.get('content-type'), 'video/mp4')
      assert.equal(whole.headers.get('content-disposition'), 'attachment; filename="lesson.mp4"')
      assertSameBytes(await whole.bytes(), body)
      const part = await fetch(url, { headers: { range: 'bytes=10-19' } })
      assert.equal(part.status, 206)
      assertSameBytes(await part.bytes(), body.subarray(10, 20))
    },
  },
  {
    name: 'a presigned PUT with a signed length takes exactly that many bytes',
    async run(scene) {
      const Key = scene.newKey()
      const command = new PutObjectCommand({ Bucket: scene.bucket, Key, ContentLength: 5 })
      const signed = {
        expiresIn: 60,
        unhoistableHeaders: new Set(['content-length']),
        signableHeaders: new Set(['content-length', 'host']),
      }
      const url = await getSignedUrl(scene.client, command, signed)
      assert.match(decodeURIComponent(url), /X-Amz-SignedHeaders=content-length;host/)
      await refusedRaw(await fetch(url, { method: 'PUT', body: 'longer' }), 403, 'SignatureDoesNotMatch')
      await refusedRaw(await fetch(url, { method: 'PUT', body: 'tiny' }), 403, 'SignatureDoesNotMatch')
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key })), 404)
      const response = await fetch(url, { method: 'PUT', body: 'hello' })
      assert.equal(response.status, 200, await response.text())
      assert.equal((await get(scene, Key)).toString(), 'hello')
    },
  },
  {
    name: 'a checksum in a presigned query is held against the body',
    async run(scene) {
      const Key = scene.newKey()
      const command = new PutObjectCommand({
        Bucket: scene.bucket,
        Key,
        ChecksumSHA256: sha256Base64('hello'),
      })
      const url = await getSignedUrl(scene.client, command, { expiresIn: 60 })
      assert.match(url, /x-amz-checksum-sha256=/)
      const wrong = await fetch(url, { method: 'PUT', body: 'other' })
      await refusedRaw(wrong, 400, 'BadDigest', 'XAmzContentChecksumMismatch')
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key })), 404)
      const right = await fetch(url, { method: 'PUT', body: 'hello' })
      assert.equal(right.status, 200, await right.text())
    },
  },
  {
    name: 'a presigned request that has expired, or is for another key or method, is refused',
    async run(scene) {
      const Key = scene.newKey()
      await put(scene, Key, 'x')
      const command = new GetObjectCommand({ Bucket: scene.bucket, Key })
      const past = new Date(Date.now() - 120_000)
      const expired = await getSignedUrl(scene.client, command, { expiresIn: 60, signingDate: past })
      await refusedRaw(await fetch(expired), 403, 'AccessDenied', 'ExpiredToken')
      const valid = await getSignedUrl(scene.client, command, { expiresIn: 60 })
      await refusedRaw(await fetch(valid.replace(Key, `${Key}x`)), 403, 'SignatureDoesNotMatch')
      await refusedRaw(await fetch(valid, { method: 'DELETE' }), 403, 'SignatureDoesNotMatch')
      await refusedRaw(await fetch(valid.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000')), 403)
      assert.equal((await fetch(valid)).status, 200)
    },
  },
  {
    name: 'parts can be sent by presigned requests',
    async run(scene) {
      const { client, bucket } = scene
      const [Key, body] = [scene.newKey(), pattern(6000)]
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }))
      const command = new UploadPartCommand({ Bucket: bucket, Key, UploadId, PartNumber: 1 })
      const url = await getSignedUrl(client, command, { expiresIn: 60 })
      const response = await fetch(url, { method: 'PUT', body })
      const ETag = response.headers.get('etag') ?? ''
      assert.match(ETag, /^"[0-9a-f]{32}"$/)
      await client.send(
        new CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      )
      assertSameBytes(await get(scene, Key), body)
    },
  },
  {
    name: 'a presigned DELETE deletes',
    async run(scene) {
      const Key = scene.newKey()
      await put(scene, Key, 'x')
      const url = await getSignedUrl(scene.client, new DeleteObjectCommand({ Bucket: scene.bucket, Key }))
      assert.equal((await fetch(url, { method: 'DELETE' })).status, 204)
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key })), 404)
    },
  },
]
