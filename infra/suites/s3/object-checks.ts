import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { assertSameBytes, type Check, get, mebibyte, pattern, put, refused } from './scene.ts'

export const objectChecks: readonly Check[] = [
  {
    name: 'the bucket is there, is listed, and another is not',
    async run({ client, bucket }) {
      await client.send(new HeadBucketCommand({ Bucket: bucket }))
      const { Buckets = [] } = await client.send(new ListBucketsCommand({}))
      assert.ok(Buckets.some(({ Name }) => Name === bucket))
      await refused(client.send(new HeadBucketCommand({ Bucket: `${bucket}-not-there` })), 404)
    },
  },
  {
    name: 'what is put comes back with its type, headers and metadata; the etag is its MD5',
    async run(scene) {
      const { client, bucket } = scene
      const [Key, body] = [scene.newKey(), pattern(70_000)]
      const { ETag } = await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key,
          Body: body,
          ContentType: 'video/mp4',
          CacheControl: 'private, no-cache',
          ContentDisposition: 'inline',
          Metadata: { attempt: '3' },
        }),
      )
      assert.equal(ETag, `"${createHash('md5').update(body).digest('hex')}"`)
      const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
      assertSameBytes((await found.Body?.transformToByteArray()) ?? new Uint8Array(), body)
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key }))
      for (const seen of [found, head]) {
        assert.equal(seen.ContentLength, body.length)
        assert.equal(seen.ContentType, 'video/mp4')
        assert.equal(seen.CacheControl, 'private, no-cache')
        assert.equal(seen.ContentDisposition, 'inline')
        assert.deepEqual(seen.Metadata, { attempt: '3' })
        assert.equal(seen.ETag, ETag)
        assert.ok(seen.LastModified instanceof Date)
      }
    },
  },
  {
    name: 'an empty object is an object',
    async run(scene) {
      const key = scene.newKey()
      await put(scene, key, '')
      assert.equal((await get(scene, key)).length, 0)
    },
  },
  {
    name: 'keys may hold spaces, plus, percent, quotes, brackets and Thai',
    async run(scene) {
      for (const name of ['a b', 'a+b', 'a%2Fb', `q"'&<>`, 'ห้องเรียน', 'a//b', "!*'()~", '100%']) {
        const key = scene.newKey(`odd/${name}`)
        await put(scene, key, name)
        assert.equal((await get(scene, key)).toString(), name, name)
      }
    },
  },
  {
    name: 'a second put replaces the first',
    async run(scene) {
      const key = scene.newKey()
      await put(scene, key, pattern(200_000, 1))
      await put(scene, key, 'second')
      assert.equal((await get(scene, key)).toString(), 'second')
    },
  },
  {
    name: 'a reader gets one whole object while it is replaced again and again',
    async run(scene) {
      const key = scene.newKey()
      const versions = [1, 2, 3].map((seed) => pattern(mebibyte, seed))
      await put(scene, key, versions[0] ?? '')
      const writes = versions.flatMap((body) => [body, body, body]).map((body) => put(scene, key, body))
      const reads = Array.from({ length: 20 }, async () => {
        const seen = await get(scene, key)
        assert.ok(
          versions.some((body) => body.equals(seen)),
          'a mixture was read',
        )
      })
      await Promise.all([...writes, ...reads])
    },
  },
  {
    name: 'what is not there is NoSuchKey, and a bare 404 for HEAD',
    async run({ client, bucket, newKey }) {
      await refused(client.send(new GetObjectCommand({ Bucket: bucket, Key: newKey() })), 404, 'NoSuchKey')
      await refused(client.send(new HeadObjectCommand({ Bucket: bucket, Key: newKey() })), 404)
    },
  },
  {
    name: 'ranges: from-to, from, the last bytes, and beyond the end',
    async run(scene) {
      const { client, bucket } = scene
      const [Key, body] = [scene.newKey(), pattern(1000)]
      await put(scene, Key, body)
      for (const [Range, start, end] of [
        ['bytes=0-0', 0, 1],
        ['bytes=10-19', 10, 20],
        ['bytes=990-', 990, 1000],
        ['bytes=-5', 995, 1000],
        ['bytes=995-2000', 995, 1000],
      ] as const) {
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key, Range }))
        assert.equal(found.$metadata.httpStatusCode, 206, Range)
        assert.equal(found.ContentRange, `bytes ${start}-${end - 1}/1000`)
        assertSameBytes(
          (await found.Body?.transformToByteArray()) ?? new Uint8Array(),
          body.subarray(start, end),
        )
      }
      await refused(
        client.send(new GetObjectCommand({ Bucket: bucket, Key, Range: 'bytes=1000-' })),
        416,
        'InvalidRange',
      )
    },
  },
  {
    name: 'If-None-Match and If-Match on reading',
    async run(scene) {
      const { client, bucket } = scene
      const Key = scene.newKey()
      const { ETag } = await put(scene, Key, 'x')
      assert.ok(ETag)
      await refused(client.send(new GetObjectCommand({ Bucket: bucket, Key, IfNoneMatch: ETag })), 304)
      await refused(client.send(new HeadObjectCommand({ Bucket: bucket, Key, IfNoneMatch: ETag })), 304)
      await client.send(new GetObjectCommand({ Bucket: bucket, Key, IfMatch: ETag }))
      await refused(
        client.send(new GetObjectCommand({ Bucket: bucket, Key, IfMatch: '"0"' })),
        412,
        'PreconditionFailed',
      )
    },
  },
  {
    name: 'If-Modified-Since and If-Unmodified-Since on reading',
    async run(scene) {
      const { client, bucket } = scene
      const Key = scene.newKey()
      await put(scene, Key, 'x')
      const { LastModified } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key }))
      assert.ok(LastModified)
      const before = new Date(LastModified.getTime() - 60_000)
      await refused(
        client.send(new GetObjectCommand({ Bucket: bucket, Key, IfModifiedSince: LastModified })),
        304,
      )
      await client.send(new GetObjectCommand({ Bucket: bucket, Key, IfModifiedSince: before }))
      await client.send(new GetObjectCommand({ Bucket: bucket, Key, IfUnmodifiedSince: LastModified }))
      await refused(
        client.send(new GetObjectCommand({ Bucket: bucket, Key, IfUnmodifiedSince: before })),
        412,
      )
    },
  },
  {
    name: 'a copy keeps bytes and metadata, or takes new metadata',
    async run(scene) {
      const { client, bucket } = scene
      const [Key, kept, replaced] = [scene.newKey('from a b+c'), scene.newKey(), scene.newKey()]
      const body = pattern(50_000)
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key,
          Body: body,
          ContentType: 'video/mp4',
          Metadata: { a: '1' },
        }),
      )
      const CopySource = `${bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: kept, CopySource }))
      await client.send(
        new CopyObjectCommand({
          Bucket: bucket,
          Key: replaced,
          CopySource,
          MetadataDirective: 'REPLACE',
          ContentType: 'text/plain',
          Metadata: { b: '2' },
        }),
      )
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
      for (const [copy, type, metadata] of [
        [kept, 'video/mp4', { a: '1' }],
        [replaced, 'text/plain', { b: '2' }],
      ] as const) {
        const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: copy }))
        assert.equal(head.ContentType, type)
        assert.deepEqual(head.Metadata, metadata)
        assertSameBytes(await get(scene, copy), body)
      }
    },
  },
  {
    name: 'a copy under a condition that does not hold is refused',
    async run(scene) {
      const { client, bucket } = scene
      const [Key, copy] = [scene.newKey(), scene.newKey()]
      await put(scene, Key, 'x')
      const CopySource = `${bucket}/${Key}`
      await refused(
        client.send(
          new CopyObjectCommand({ Bucket: bucket, Key: copy, CopySource, CopySourceIfMatch: '"0"' }),
        ),
        412,
      )
      await refused(
        client.send(
          new CopyObjectCommand({ Bucket: bucket, Key: copy, CopySource: `${CopySource}-missing` }),
        ),
        404,
        'NoSuchKey',
      )
      await refused(client.send(new HeadObjectCommand({ Bucket: bucket, Key: copy })), 404)
    },
  },
  {
    name: 'deleting ends an object, and deleting it again is fine',
    async run(scene) {
      const { client, bucket } = scene
      const Key = scene.newKey()
      await put(scene, Key, 'x')
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
      await refused(client.send(new GetObjectCommand({ Bucket: bucket, Key })), 404, 'NoSuchKey')
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    },
  },
  {
    name: 'many are deleted in one request, also those that are not there',
    async run(scene) {
      const { client, bucket } = scene
      const keys = ['1', '2', '3 &<>'].map((name) => scene.newKey(`many/${name}`))
      for (const key of keys) await put(scene, key, 'x')
      const Objects = [...keys, scene.newKey()].map((Key) => ({ Key }))
      const { Deleted = [], Errors = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
      )
      assert.deepEqual(Errors, [])
      assert.deepEqual(new Set(Deleted.map(({ Key }) => Key)), new Set(Objects.map(({ Key }) => Key)))
      for (const Key of keys) await refused(client.send(new HeadObjectCommand({ Bucket: bucket, Key })), 404)
    },
  },
  {
    name: 'a hundred small objects at once are all there',
    async run(scene) {
      const keys = Array.from({ length: 100 }, (_, index) => scene.newKey(`crowd/${index}`))
      await Promise.all(keys.map((key) => put(scene, key, key)))
      const read = await Promise.all(keys.map((key) => get(scene, key)))
      assert.deepEqual(
        read.map((body) => body.toString()),
        keys,
      )
    },
  },
  {
    name: 'conditional writes: only if absent, only if unchanged',
    async run(scene) {
      const { client, bucket } = scene
      const Key = scene.newKey()
      const input = { Bucket: bucket, Key, Body: 'x' }
      const { ETag } = await client.send(new PutObjectCommand({ ...input, IfNoneMatch: '*' }))
      assert.ok(ETag)
      await refused(
        client.send(new PutObjectCommand({ ...input, IfNoneMatch: '*' })),
        412,
        'PreconditionFailed',
      )
      await client.send(new PutObjectCommand({ ...input, Body: 'y', IfMatch: ETag }))
      await refused(client.send(new PutObjectCommand({ ...input, Body: 'z', IfMatch: ETag })), 412)
      assert.equal((await get(scene, Key)).toString(), 'y')
    },
  },
]
