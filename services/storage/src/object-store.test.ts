import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { testServices } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createObjectStore } from './object-store.ts'
import type { ObjectStore, OpenObject } from './object-store-contract.ts'
import { ObjectMissingError, RangeUnsatisfiableError } from './storage-errors.ts'

const mebibyte = 1024 * 1024
const oneByte = Buffer.from('x')
let store: ObjectStore
let folder: string

beforeAll(async () => {
  const bucket = `storage-${randomBytes(6).toString('hex')}`
  store = createObjectStore({ ...testServices().s3, bucket, forcePathStyle: true })
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-storage-'))
  await store.ensureBucket()
})

afterAll(async () => {
  store.close()
  await rm(folder, { recursive: true, force: true })
})

const newPrefix = (): string => `clips/${randomUUID()}/`

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

async function readAll(opened: Awaited<ReturnType<ObjectStore['openRead']>>): Promise<Buffer> {
  if (opened.notModified === true) throw new Error('expected a body')
  return Buffer.concat(await collect(opened.body as AsyncIterable<Buffer>))
}

function* pieces(totalBytes: number, pieceBytes = 64 * 1024): Generator<Buffer> {
  for (let left = totalBytes; left > 0; left -= pieceBytes)
    yield Buffer.alloc(Math.min(left, pieceBytes), left % 251)
}

const sha256 = (chunks: Iterable<Buffer>): string => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

test('a bucket that is there already is fine, also for two at once', async () => {
  await Promise.all([store.ensureBucket(), store.ensureBucket()])
  await expect(store.check()).resolves.toBeUndefined()
})

test('bytes come back as they went in, with their type', async () => {
  const key = `${newPrefix()}a`
  await store.putBytes(key, Buffer.from('hello'), { contentType: 'text/plain' })
  const opened = (await store.openRead(key)) as OpenObject
  expect(opened).toMatchObject({ sizeBytes: 5, totalBytes: 5, contentType: 'text/plain' })
  expect((await readAll(opened)).toString()).toBe('hello')
  expect(await store.head(key)).toMatchObject({ sizeBytes: 5, contentType: 'text/plain', etag: opened.etag })
})

test('a range says where it lies in the whole', async () => {
  const key = `${newPrefix()}a`
  await store.putBytes(key, Buffer.from('0123456789'), { contentType: 'text/plain' })
  const middle = (await store.openRead(key, { range: { start: 2, end: 4 } })) as OpenObject
  expect(middle).toMatchObject({ sizeBytes: 3, totalBytes: 10, contentRange: 'bytes 2-4/10' })
  expect((await readAll(middle)).toString()).toBe('234')
  expect((await readAll(await store.openRead(key, { range: { start: 7 } }))).toString()).toBe('789')
  await expect(store.openRead(key, { range: { start: 10 } })).rejects.toBeInstanceOf(RangeUnsatisfiableError)
})

test('who has the bytes already is told so', async () => {
  const key = `${newPrefix()}a`
  await store.putBytes(key, Buffer.from('hello'), { contentType: 'text/plain' })
  const etag = (await store.head(key))?.etag ?? ''
  expect(await store.openRead(key, { ifNoneMatch: etag })).toEqual({ notModified: true })
  expect((await readAll(await store.openRead(key, { ifNoneMatch: '"other"' }))).toString()).toBe('hello')
})

test('a missing object is an error of our own', async () => {
  const key = `${newPrefix()}missing`
  expect(await store.head(key)).toBeUndefined()
  await expect(store.openRead(key)).rejects.toMatchObject({ code: 'object-missing', key })
  await expect(store.downloadTo(key, join(folder, 'missing'))).rejects.toBeInstanceOf(ObjectMissingError)
})

test('a storage that does not answer is unavailable, and the error carries no secret', async () => {
  const s3 = { ...testServices().s3, endpoint: 'http://127.0.0.1:9' }
  const dead = createObjectStore({ ...s3, bucket: 'nowhere', forcePathStyle: true })
  const error: unknown = await dead.check().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'storage-unavailable', details: { operation: 'check' } })
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(s3.accessKeyId)
  dead.close()
})

test('a wrong secret is unavailable at once, not retried', async () => {
  const s3 = { ...testServices().s3, secretAccessKey: 'wrong' }
  const wrong = createObjectStore({ ...s3, bucket: 'nowhere', forcePathStyle: true })
  const put = wrong.putBytes('clips/x', Buffer.from('x'), { contentType: 'text/plain' })
  await expect(put).rejects.toMatchObject({ details: { status: 403, reason: 'SignatureDoesNotMatch' } })
  wrong.close()
})

test('a file goes there and back', async () => {
  const key = `${newPrefix()}file`
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  const bytes = randomBytes(3 * mebibyte + 17)
  await writeFile(from, bytes)
  await store.putFile(key, from, { contentType: 'video/mp4', sizeBytes: bytes.length })
  const seen: number[] = []
  const result = await store.downloadTo(key, to, { onProgress: (received) => seen.push(received) })
  expect(result).toEqual({ sizeBytes: bytes.length })
  expect((await readFile(to)).equals(bytes)).toBe(true)
  expect(seen.at(-1)).toBe(bytes.length)
})

test('a file that is not as long as was said is not put', async () => {
  const key = `${newPrefix()}file`
  const from = join(folder, 'short')
  await writeFile(from, 'short')
  await expect(store.putFile(key, from, { contentType: 'video/mp4', sizeBytes: 6 })).rejects.toThrow(
    RangeError,
  )
  expect(await store.head(key)).toBeUndefined()
})

test.each([0, 5, 8 * mebibyte, 20 * mebibyte + 3])(
  'a stream of %d bytes is stored whole',
  async (sizeBytes) => {
    const key = `${newPrefix()}stream`
    const stored = await store.uploadStream(key, Readable.from(pieces(sizeBytes)), {
      contentType: 'video/mp4',
    })
    expect(stored.sizeBytes).toBe(sizeBytes)
    const opened = (await store.openRead(key)) as OpenObject
    expect(opened).toMatchObject({ sizeBytes, contentType: 'video/mp4', etag: stored.etag })
    expect(sha256([await readAll(opened)])).toBe(sha256(pieces(sizeBytes)))
    expect(await collect(store.listOpenUploads(key))).toEqual([])
  },
)

test('a stream that breaks leaves neither object nor open upload', async () => {
  const key = `${newPrefix()}stream`
  const fault = new Error('the sender went away')
  function* breaking(): Generator<Buffer> {
    yield* pieces(20 * mebibyte)
    throw fault
  }
  const upload = store.uploadStream(key, Readable.from(breaking()), { contentType: 'video/mp4' })
  await expect(upload).rejects.toBe(fault)
  expect(await store.head(key)).toBeUndefined()
  expect(await collect(store.listOpenUploads(key))).toEqual([])
})

test('a stream that is closed early was interrupted, and leaves nothing', async () => {
  const key = `${newPrefix()}stream`
  const source = new PassThrough()
  for (const piece of pieces(10 * mebibyte)) source.write(piece)
  const upload = store.uploadStream(key, source, { contentType: 'video/mp4' })
  source.once('drain', () => source.destroy())
  await expect(upload).rejects.toMatchObject({ code: 'upload-interrupted' })
  expect(await store.head(key)).toBeUndefined()
  expect(await collect(store.listOpenUploads(key))).toEqual([])
})

test('giving up in the middle throws the reason and leaves nothing', async () => {
  const key = `${newPrefix()}stream`
  const controller = new AbortController()
  const reason = new Error('changed her mind')
  async function* endless(): AsyncGenerator<Buffer> {
    for (let sent = 0; ; sent++) {
      if (sent === 400) controller.abort(reason)
      yield Buffer.alloc(64 * 1024)
    }
  }
  const source = Readable.from(endless())
  const upload = store.uploadStream(key, source, { contentType: 'video/mp4', signal: controller.signal })
  await expect(upload).rejects.toBe(reason)
  expect(source.destroyed).toBe(true)
  expect(await store.head(key)).toBeUndefined()
  expect(await collect(store.listOpenUploads(key))).toEqual([])
})

test('giving up while reading ends the body', async () => {
  const key = `${newPrefix()}a`
  await store.uploadStream(key, Readable.from(pieces(16 * mebibyte)), { contentType: 'video/mp4' })
  const controller = new AbortController()
  const opened = (await store.openRead(key, { signal: controller.signal })) as OpenObject
  const ended = once(opened.body, 'error')
  controller.abort()
  const [error] = (await ended) as [Error]
  expect(error.name).toBe('AbortError')
})

test('a prefix is removed with all that is under it and nothing beside it', async () => {
  const [prefix, other] = [newPrefix(), newPrefix()]
  const names = Array.from({ length: 25 }, (_, index) => `${prefix}media/${index}`)
  await Promise.all(
    [...names, `${other}a`].map((key) => store.putBytes(key, oneByte, { contentType: 'x/y' })),
  )
  expect((await collect(store.listKeys(prefix))).map(({ key }) => key)).toEqual(names.toSorted())
  expect(await store.deletePrefix(prefix)).toBe(25)
  expect(await collect(store.listKeys(prefix))).toEqual([])
  expect(await store.head(`${other}a`)).toMatchObject({ sizeBytes: oneByte.length })
  await expect(store.deletePrefix(prefix.slice(0, -1))).rejects.toThrow(RangeError)
})

test('removing what is not there is done already', async () => {
  const prefix = newPrefix()
  await store.putBytes(`${prefix}a`, oneByte, { contentType: 'x/y' })
  await store.deleteKeys([`${prefix}a`, `${prefix}b`])
  expect(await store.head(`${prefix}a`)).toBeUndefined()
  await expect(store.abortUpload(`${prefix}a`, 'no-such-upload')).resolves.toBeUndefined()
})
