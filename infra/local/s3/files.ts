import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, type FileHandle, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sink } from './body.ts'

/** A run of bytes inside one file. */
export type Slice = { fileId: string; start: number; end: number }

/** Immutable files: one for each object or part, named at random, never opened for writing again. */
export type FileStore = {
  /** Writes a new file with whatever `fill` pours; it is on the disk for good when this returns, or not at all. */
  write<T>(fill: (sink: Sink) => Promise<T>): Promise<{ fileId: string; result: T }>
  /** Another name for the same bytes. */
  duplicate(fileId: string): Promise<string>
  /** Keeps files from being removed until the returned function is called. */
  pin(fileIds: readonly string[]): () => void
  /** Streams slices one after the other; the end of a slice is exclusive. */
  read(slices: readonly Slice[]): AsyncGenerator<Buffer>
  /** Removes files nothing refers to any more; those being read go when their readers have. */
  remove(fileIds: readonly string[]): void
  /** Resolves when every removal begun so far is over. */
  settled(): Promise<void>
  /** Removes half-written files and those the index does not know: what a crash left. */
  sweep(isKnown: (fileId: string) => boolean): Promise<void>
}

const readBytes = 256 * 1024

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  let offset = 0
  while (offset < piece.length) offset += (await handle.write(piece, offset)).bytesWritten
}

export async function openFileStore(dataDir: string): Promise<FileStore> {
  const draftsDir = join(dataDir, 'drafts')
  const filesDir = join(dataDir, 'files')
  const shardOf = (fileId: string): string => join(filesDir, fileId.slice(0, 1))
  const pathOf = (fileId: string): string => join(shardOf(fileId), fileId)
  const shards = Array.from({ length: 16 }, (_, index) => index.toString(16))
  await mkdir(draftsDir, { recursive: true })
  await mkdir(filesDir, { recursive: true })
  const present = new Set(await readdir(filesDir))
  await Promise.all(
    shards.filter((shard) => !present.has(shard)).map((shard) => mkdir(join(filesDir, shard))),
  )
  await syncDirectory(filesDir)
  await syncDirectory(dataDir)

  const readers = new Map<string, number>()
  const doomed = new Set<string>()
  const removals = new Set<Promise<void>>()

  const unlink = (fileId: string): void => {
    // A file that cannot be removed now is litter the next sweep takes away; nothing refers to it.
    const removal = rm(pathOf(fileId), { force: true }).catch(() => undefined)
    removals.add(removal)
    void removal.finally(() => removals.delete(removal))
  }

  return {
    async write(fill) {
      const fileId = randomBytes(16).toString('hex')
      const draft = join(draftsDir, fileId)
      const handle = await open(draft, 'wx')
      try {
        const result = await fill((piece) => writeAll(handle, piece))
        await handle.sync()
        await handle.close()
        await rename(draft, pathOf(fileId))
        await syncDirectory(shardOf(fileId))
        return { fileId, result }
      } catch (error) {
        await handle.close().catch(() => undefined)
        await rm(draft, { force: true })
        throw error
      }
    },

    async duplicate(fileId) {
      const copyId = randomBytes(16).toString('hex')
      try {
        await link(pathOf(fileId), pathOf(copyId))
      } catch {
        // Some file systems have no hard links.
        await copyFile(pathOf(fileId), pathOf(copyId))
        const handle = await open(pathOf(copyId), 'r+')
        try {
          await handle.sync()
        } finally {
          await handle.close()
        }
      }
      await syncDirectory(shardOf(copyId))
      return copyId
    },

    pin(fileIds) {
      for (const fileId of fileIds) readers.set(fileId, (readers.get(fileId) ?? 0) + 1)
      let released = false
      return () => {
        if (released) return
        released = true
        for (const fileId of fileIds) {
          const left = (readers.get(fileId) ?? 1) - 1
          if (left > 0) readers.set(fileId, left)
          else {
            readers.delete(fileId)
            if (doomed.delete(fileId)) unlink(fileId)
          }
        }
      }
    },

    async *read(slices) {
      for (const { fileId, start, end } of slices) {
        if (start >= end) continue
        const stream = createReadStream(pathOf(fileId), { start, end: end - 1, highWaterMark: readBytes })
        for await (const piece of stream as AsyncIterable<Buffer>) yield piece
      }
    },

    remove(fileIds) {
      for (const fileId of fileIds) {
        if (readers.has(fileId)) doomed.add(fileId)
        else unlink(fileId)
      }
    },

    async settled() {
      await Promise.all(removals)
    },

    async sweep(isKnown) {
      for (const name of await readdir(draftsDir)) await rm(join(draftsDir, name), { force: true })
      for (const shard of shards)
        for (const fileId of await readdir(join(filesDir, shard)))
          if (!isKnown(fileId)) await rm(pathOf(fileId), { force: true })
    },
  }
}
