import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createObjectStore, type ObjectStore } from '@cuepoint/storage'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createS3Server, faultsPath, type S3Server, signRequest } from './index.ts'

const credentials = { accessKeyId: 'AKIAFAULTS', secretAccessKey: 'secret', region: 'us-east-1' }
const mebibyte = 1024 * 1024
let folder: string
let endpoint: S3Server
let origin: string
let store: ObjectStore

/** What the endpoint draws next; sound once it is empty. Below a rate of one half 0 is a fault and 0.9 is none. */
let drawn: number[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-faults-'))
  endpoint = createS3Server({
    ...credentials,
    dataDir: join(folder, 's3'),
    random: () => drawn.shift() ?? 0.99,
  })
  origin = `http://127.0.0.1:${(await endpoint.listen(0)).port}`
  store = createObjectStore({ ...credentials, endpoint: origin, bucket: 'faults', forcePathStyle: true })
  await store.ensureBucket()
  drawn = []
})

afterEach(async () => {
  store.close()
  await endpoint.close()
  await rm(folder, { recursive: true, force: true })
})

async function change(settings: unknown, secretAccessKey = credentials.secretAccessKey): Promise<Response> {
  const url = new URL(origin + faultsPath)
  const headers = signRequest(
    { method: 'PUT', url, payloadHash: 'UNSIGNED-PAYLOAD' },
    { ...credentials, secretAccessKey },
    Date.now(),
  )
  return fetch(url, { method: 'PUT', headers, body: JSON.stringify(settings) })
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function openUploads(): Promise<number> {
  let count = 0
  for await (const _ of store.listOpenUploads('clips/')) count++
  return count
}

test('faults are set while it runs, by whoever holds the keys and nobody else', async () => {
  expect((await fetch(origin + faultsPath)).status).toBe(403)
  expect((await change({ errorRate: 1 }, 'wrong')).status).toBe(403)
  expect(endpoint.faults.get().errorRate).toBe(0)
  const answer = await change({ errorRate: 1, operations: ['HeadObject'] })
  expect(await answer.json()).toMatchObject({ errorRate: 1, operations: ['HeadObject'] })
  await store.putBytes('clips/a', Buffer.from('x'), { contentType: 'x/y' })
  await expect(store.head('clips/a')).rejects.toMatchObject({ code: 'storage-unavailable' })
  await change({ errorRate: 0 })
  expect(await store.head('clips/a')).toMatchObject({ sizeBytes: 1 })
})

test.each([
  { errorRate: 2 },
  { errorRate: -1 },
  { latencyMs: 'long' },
  { unknown: 1 },
  { operations: [1] },
  [],
])('the setting %j is refused and changes nothing', async (settings) => {
  const before = endpoint.faults.get()
  expect((await change(settings)).status).toBe(Array.isArray(settings) ? 200 : 400)
  expect(endpoint.faults.get()).toEqual(before)
})

test('latency is waited before the answer', async () => {
  endpoint.faults.change({ latencyMs: 120 })
  const startedMs = performance.now()
  await store.check()
  expect(performance.now() - startedMs).toBeGreaterThan(110)
})

// What is drawn for each: error or not, reset or not, before the work or after it.
const kinds = { error: [0], 'reset before': [0.9, 0, 0], 'reset after, its answer lost': [0.9, 0, 0.9] }
const cases = [
  ...['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'GetObject'].flatMap((operation) =>
    Object.entries(kinds).map(([kind, draws]) => ({ operation, kind, draws, completeErrorRate: 0 })),
  ),
  {
    operation: 'CompleteMultipartUpload',
    kind: 'answer of 200 with an error in it',
    draws: [0],
    completeErrorRate: 0.5,
  },
]

test.each(cases)('a stream goes there and back through two of $operation: $kind', async (fault) => {
  const { operation, draws, completeErrorRate } = fault
  const [key, copy, bytes] = [`clips/${randomUUID()}`, join(folder, 'copy'), randomBytes(11 * mebibyte)]
  endpoint.faults.change({ errorRate: 0.5, resetRate: 0.5, completeErrorRate, operations: [operation] })
  drawn = [...draws, ...draws]
  const pieces = Array.from({ length: 11 }, (_, at) => bytes.subarray(at * mebibyte, (at + 1) * mebibyte))
  const stored = await store.uploadStream(key, Readable.from(pieces), { contentType: 'video/mp4' })
  expect(stored.sizeBytes).toBe(bytes.length)
  await store.downloadTo(key, copy)
  expect(sha256(await readFile(copy))).toBe(sha256(bytes))
  expect(drawn).toEqual([])
})

test.each(Object.entries(kinds))('a file goes up through %s, and a prefix is removed', async (_, draws) => {
  const [path, bytes] = [join(folder, 'file'), randomBytes(3 * mebibyte)]
  await writeFile(path, bytes)
  for (const operation of ['PutObject', 'ListObjectsV2', 'DeleteObjects']) {
    endpoint.faults.change({ errorRate: 0.5, resetRate: 0.5, operations: [operation] })
    drawn = [...draws, ...draws]
    await store.putFile('clips/x/file', path, { contentType: 'video/mp4', sizeBytes: bytes.length })
    expect(await store.head('clips/x/file')).toMatchObject({ sizeBytes: bytes.length })
    expect(await store.deletePrefix('clips/x/')).toBe(1)
    expect(drawn).toEqual([])
  }
  await endpoint.close()
  const left = await readdir(join(folder, 's3', 'files'), { recursive: true, withFileTypes: true })
  expect(left.filter((entry) => entry.isFile())).toEqual([])
})

test('when storage stays down, an upload ends with storage-unavailable and its open upload can be found and ended', async () => {
  const key = `clips/${randomUUID()}`
  // Drawn low, the errors are of the kind that clients retry soonest.
  drawn = Array.from({ length: 1000 }, () => 0)
  endpoint.faults.change({
    errorRate: 1,
    operations: ['UploadPart', 'AbortMultipartUpload', 'ListMultipartUploads'],
  })
  const pieces = Array.from({ length: 9 }, () => Buffer.alloc(mebibyte))
  const upload = store.uploadStream(key, Readable.from(pieces), { contentType: 'video/mp4' })
  await expect(upload).rejects.toMatchObject({ code: 'storage-unavailable' })
  endpoint.faults.change({ errorRate: 0 })
  for await (const open of store.listOpenUploads(key)) await store.abortUpload(open.key, open.uploadId)
  expect(await openUploads()).toBe(0)
  expect(await store.head(key)).toBeUndefined()
})
