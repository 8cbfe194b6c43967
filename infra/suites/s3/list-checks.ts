import assert from 'node:assert/strict'
import { ListObjectsV2Command, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3'
import { type Check, put, type Scene } from './scene.ts'

type Listed = { keys: string[]; prefixes: string[]; pages: number }

async function list({ client, bucket }: Scene, input: Partial<ListObjectsV2CommandInput>): Promise<Listed> {
  const listed: Listed = { keys: [], prefixes: [], pages: 0 }
  let token: string | undefined
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        ...input,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    )
    listed.pages++
    listed.keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
    listed.prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix))
    if (input.MaxKeys !== undefined) assert.ok((page.KeyCount ?? 0) <= input.MaxKeys)
    token = page.NextContinuationToken
    assert.equal(page.IsTruncated ?? false, token !== undefined)
  } while (token !== undefined)
  return listed
}

async function fill(scene: Scene, folder: string, names: readonly string[]): Promise<string[]> {
  const keys = names.map((name) => scene.newKey(`${folder}/${name}`))
  await Promise.all(keys.map((key) => put(scene, key, 'x')))
  return keys
}

const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right))

export const listChecks: readonly Check[] = [
  {
    name: 'a listing is in the order of bytes and knows sizes, times and etags',
    async run(scene) {
      const keys = await fill(scene, 'order', ['b', 'a', 'B', 'a/1', 'a-1', 'ท', '\u{1f3ac}', '\uffee'])
      const { keys: listed } = await list(scene, { Prefix: scene.newKey('order/') })
      assert.deepEqual(listed, keys.toSorted(byBytes))
      const page = await scene.client.send(
        new ListObjectsV2Command({ Bucket: scene.bucket, Prefix: scene.newKey('order/'), MaxKeys: 1 }),
      )
      const [first] = page.Contents ?? []
      assert.equal(first?.Size, 1)
      assert.ok(first.LastModified instanceof Date)
      assert.match(first.ETag ?? '', /^"[0-9a-f]{32}"$/)
    },
  },
  {
    name: 'a delimiter folds what lies deeper, page after page, each once',
    async run(scene) {
      const prefix = scene.newKey('fold/')
      const deep = ['a', 'b', 'c', 'd'].flatMap((folder) => [1, 2, 3, 4].map((index) => `${folder}/${index}`))
      await fill(scene, 'fold', [...deep, 'top', 'a', 'z'])
      for (const MaxKeys of [1000, 3, 1]) {
        const { keys, prefixes } = await list(scene, { Prefix: prefix, Delimiter: '/', MaxKeys })
        assert.deepEqual(
          keys,
          ['a', 'top', 'z'].map((name) => prefix + name),
        )
        assert.deepEqual(
          prefixes,
          ['a/', 'b/', 'c/', 'd/'].map((name) => prefix + name),
        )
      }
    },
  },
  {
    name: 'pages join without a gap or a repetition',
    async run(scene) {
      const names = Array.from({ length: 25 }, (_, index) => String(index).padStart(2, '0'))
      const keys = await fill(scene, 'pages', names)
      const { keys: listed, pages } = await list(scene, { Prefix: scene.newKey('pages/'), MaxKeys: 7 })
      assert.deepEqual(listed, keys)
      assert.equal(pages, 4)
    },
  },
  {
    name: 'a listing can begin behind a key',
    async run(scene) {
      const keys = await fill(scene, 'after', ['1', '2', '3'])
      const listed = await list(scene, {
        Prefix: scene.newKey('after/'),
        StartAfter: scene.newKey('after/1'),
      })
      assert.deepEqual(listed.keys, keys.slice(1))
    },
  },
  {
    name: 'keys come back whole when the client asks for them encoded',
    async run(scene) {
      const keys = await fill(scene, 'encoded', ['a b', 'a+b', 'a%20b', 'a&<b', 'ครู'])
      const page = await scene.client.send(
        new ListObjectsV2Command({
          Bucket: scene.bucket,
          Prefix: scene.newKey('encoded/'),
          EncodingType: 'url',
        }),
      )
      const decoded = (page.Contents ?? []).map(({ Key = '' }) =>
        decodeURIComponent(Key.replaceAll('+', ' ')),
      )
      assert.deepEqual(decoded, keys.toSorted(byBytes))
    },
  },
  {
    name: 'nothing is an empty list',
    async run(scene) {
      assert.deepEqual(await list(scene, { Prefix: scene.newKey('nothing/') }), {
        keys: [],
        prefixes: [],
        pages: 1,
      })
    },
  },
]
