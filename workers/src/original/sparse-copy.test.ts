import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { ObjectMissingError, type ObjectStore } from '@cuepoint/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSparseCopy, type SparseCopy } from './sparse-copy.ts'

const MIB = 1024 * 1024
const bytes = randomBytes(3 * MIB + 1_234)
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cuepoint-sparse-'))
})
afterAll(() => rm(dir, { recursive: true }))

type OpenRead = Pick<ObjectStore, 'openRead'>['openRead']

/** Storage that counts what is asked of it and breaks off after so many bytes of each of the first answers. */
function storageOf(breaksAfter: readonly number[] = []) {
  const asked: [start: number, end: number][] = []
  const openRead: OpenRead = async (_key, options) => {
    const { start = 0, end = bytes.length - 1 } = options?.range ?? {}
    const cut = breaksAfter[asked.length]
    asked.push([start, end])
    const whole = bytes.subarray(start, end + 1)
    return {
      notModified: false,
      body: Readable.from(pieces(cut === undefined ? whole : whole.subarray(0, cut))),
    } as unknown as Awaited<ReturnType<OpenRead>>
  }
  return { asked, openRead }
}

function* pieces(whole: Buffer): Generator<Buffer> {
  for (let at = 0; at < whole.length; at += 70_000) yield whole.subarray(at, at + 70_000)
}

let files = 0
async function copyOf(storage: { openRead: OpenRead }): Promise<SparseCopy & AsyncDisposable> {
  files += 1
  const path = join(dir, String(files))
  const copy = await openSparseCopy(storage, { key: 'lesson', sizeBytes: bytes.length, path })
  return { ...copy, [Symbol.asyncDispose]: () => copy.close() }
}

async function read(copy: SparseCopy, start: number, atMost = bytes.length): Promise<Buffer> {
  const taken: Buffer[] = []
  let size = 0
  for await (const piece of copy.read(start, new AbortController().signal)) {
    taken.push(Buffer.from(piece))
    size += piece.length
    if (size >= atMost) break
  }
  return Buffer.concat(taken).subarray(0, atMost)
}

test('what was read once is not fetched again, and is the same', async () => {
  const storage = storageOf()
  await using copy = await copyOf(storage)
  expect((await read(copy, 0)).equals(bytes)).toBe(true)
  expect(copy.isWhole()).toBe(true)
  expect((await read(copy, 0)).equals(bytes)).toBe(true)
  expect((await read(copy, MIB + 17)).equals(bytes.subarray(MIB + 17))).toBe(true)
  expect(storage.asked).toHaveLength(1)
})

test('only what is missing between two pieces is fetched', async () => {
  const storage = storageOf()
  await using copy = await copyOf(storage)
  await read(copy, 2 * MIB + 5)
  expect((await read(copy, 100)).equals(bytes.subarray(100))).toBe(true)
  expect(storage.asked).toEqual([
    [2 * MIB, bytes.length - 1],
    [0, 2 * MIB - 1],
  ])
})

test('a reader that goes away in the middle leaves whole blocks behind and no wrong ones', async () => {
  const storage = storageOf()
  await using copy = await copyOf(storage)
  await read(copy, 0, MIB + 300_000)
  expect(copy.isWhole()).toBe(false)
  expect((await read(copy, 0)).equals(bytes)).toBe(true)
})

test('a line that breaks is picked up where it broke', async () => {
  const storage = storageOf([MIB + 40_000, 0])
  await using copy = await copyOf(storage)
  expect((await read(copy, 0)).equals(bytes)).toBe(true)
  expect(storage.asked.length).toBeGreaterThan(2)
})

test('an original that is gone is said at once', async () => {
  let asked = 0
  await using copy = await copyOf({
    openRead: () => {
      asked += 1
      return Promise.reject(new ObjectMissingError('lesson'))
    },
  })
  await expect(read(copy, 0)).rejects.toThrow(ObjectMissingError)
  expect(asked).toBe(1)
})
