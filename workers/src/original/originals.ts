import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectStore } from '@cuepoint/storage'
import { ScratchFull } from '../scratch.ts'
import { startReaderServer } from './reader-server.ts'
import { openSparseCopy, type SparseCopy } from './sparse-copy.ts'

/** An original as ffmpeg can read it. */
export interface Original {
  /** Of the worker's own reader, or of a file once all of it is on this machine. */
  address(): string
  /** A file of the same length with holes where nothing was read yet: what its table of contents lists can be told from it. */
  outline(): string
  /** A few of its bytes. Rejects as storage does. */
  peek(start: number, length: number, signal: AbortSignal): Promise<Uint8Array>
  /** What storage could not do while ffmpeg read; it then saw a file that breaks off. */
  fault(): unknown
  close(): void
}

export interface Originals {
  /** The same original is shared by all who have it open. Rejects with ScratchFull where there is no room for it. */
  open(key: string, sizeBytes: number): Promise<Original>
  /** Nobody will want it soon: its copy goes as soon as it is closed. */
  forget(key: string): void
  close(): Promise<void>
}

/** The next step for the same clip usually follows at once, and need not fetch it again. */
const LINGER_MS = 20_000
/** The original, what is made of it until it is uploaded, and something to be safe. */
const ROOM_FACTOR = 2
const ROOM_AT_LEAST_BYTES = 200 * 1024 * 1024

type Kept = {
  copy: SparseCopy
  url: string
  remove: () => Promise<void>
  users: number
  lingering: boolean
  timer: NodeJS.Timeout | undefined
  fault: unknown
}

export async function openOriginals(
  storage: Pick<ObjectStore, 'openRead'>,
  scratchDir: string,
  lingerMs = LINGER_MS,
): Promise<Originals> {
  const server = await startReaderServer()
  const kept = new Map<string, Promise<Kept>>()
  const removals = new Set<Promise<void>>()

  async function make(key: string, sizeBytes: number): Promise<Kept> {
    await mkdir(scratchDir, { recursive: true, mode: 0o700 })
    const { bavail, bsize } = await statfs(scratchDir)
    if (bavail * bsize < sizeBytes * ROOM_FACTOR + ROOM_AT_LEAST_BYTES) throw new ScratchFull('no room')
    const dir = await mkdtemp(join(scratchDir, `${process.pid}-`))
    const copy = await openSparseCopy(storage, { key, sizeBytes, path: join(dir, 'original') })
    const entry: Kept = {
      copy,
      url: '',
      users: 0,
      lingering: true,
      timer: undefined,
      fault: undefined,
      remove: async () => {
        end()
        await copy.close()
        await rm(dir, { recursive: true, force: true, maxRetries: 3 })
      },
    }
    const { url, end } = server.serve(copy, sizeBytes, (error) => {
      entry.fault = error
    })
    entry.url = url
    return entry
  }

  function drop(key: string, entry: Kept): void {
    clearTimeout(entry.timer)
    kept.delete(key)
    const removal = entry.remove().finally(() => removals.delete(removal))
    removals.add(removal)
  }

  return {
    async open(key, sizeBytes) {
      let making = kept.get(key)
      if (!making) {
        making = make(key, sizeBytes)
        kept.set(key, making)
        making.catch(() => kept.delete(key))
      }
      const entry = await making
      clearTimeout(entry.timer)
      if (entry.users === 0) entry.fault = undefined
      entry.users += 1
      let closed = false
      return {
        address: () => (entry.copy.isWhole() ? `file:${entry.copy.path}` : entry.url),
        outline: () => `file:${entry.copy.path}`,
        peek: (start, length, signal) => entry.copy.peek(start, length, signal),
        fault: () => entry.fault,
        close() {
          if (closed) return
          closed = true
          entry.users -= 1
          if (entry.users > 0) return
          if (!entry.lingering) return drop(key, entry)
          entry.timer = setTimeout(() => drop(key, entry), lingerMs)
          entry.timer.unref()
        },
      }
    },
    forget(key) {
      const leave = (entry: Kept): void => {
        entry.lingering = false
        if (entry.users === 0) drop(key, entry)
      }
      // One that could not be made is not there to be left.
      kept.get(key)?.then(leave, () => undefined)
    },
    async close() {
      for (const [key, making] of kept) {
        const entry = await making.catch(() => undefined)
        if (entry) drop(key, entry)
      }
      await Promise.all(removals)
      await server.close()
    },
  }
}
