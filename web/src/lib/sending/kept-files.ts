import type { NewClip } from '@cuepoint/contracts'
import type { KeepNews, KeepOrder } from './keep-worker.ts'

/** What a clip is made with, where the server may not have it yet. */
export type ClipWords = Pick<NewClip, 'programId' | 'title' | 'note'>

/** A file that waits to be sent, kept in this browser until it has arrived. */
export type KeptFile = {
  /** Made on this device: the clip gets it once it is made. */
  readonly clipId: string
  /** Whose it is: another person at the same device neither sees nor sends it. */
  readonly personId: string
  /** Of the file, as it was picked. */
  readonly name: string
  readonly sizeBytes: number
  readonly contentType: string
  readonly keptAtMs: number
  /** `picked`: she has not said yet that it is to go. */
  readonly stage: 'picked' | 'going' | 'paused'
  readonly words?: ClipWords | undefined
}

export type KeptFiles = {
  /** Whether this browser can keep files at all; not where the page came over plain http from another machine. */
  readonly possible: boolean
  /** Bytes that are left for us, as far as the browser tells. */
  room(): Promise<number | undefined>
  /** Copies a file, telling how many bytes are safe. Rejects with KeepFault; then nothing of it stays. */
  keep(file: Blob, entry: KeptFile, onKept: (bytes: number) => void): Promise<void>
  /** The bytes as they were kept; undefined where they are gone. */
  read(clipId: string): Promise<Blob | undefined>
  change(clipId: string, change: Partial<Pick<KeptFile, 'stage' | 'words'>>): Promise<void>
  list(personId: string): Promise<KeptFile[]>
  remove(clipId: string): Promise<void>
}

export class KeepFault extends Error {
  override readonly name = 'KeepFault'
  readonly reason: 'no-room' | 'not-readable' | 'not-possible'

  constructor(reason: KeepFault['reason']) {
    super(reason)
    this.reason = reason
  }
}

const FOLDER = 'sending'
/** What the browser needs beside the file; an estimate is no promise. */
const SPARE_BYTES = 32 * 1024 * 1024

const bytesOf = (clipId: string): string => `${clipId}.bytes`
const wordsOf = (clipId: string): string => `${clipId}.json`

export function openKeptFiles(startWorker: () => Worker = keepWorker): KeptFiles {
  const possible = typeof navigator.storage?.getDirectory === 'function' && typeof Worker === 'function'
  const folder = async () =>
    await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true })

  const write = (name: string, file: Blob, onKept: (bytes: number) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = startWorker()
      const end = (settle: () => void): void => {
        worker.terminate()
        settle()
      }
      worker.addEventListener('message', ({ data }: MessageEvent<KeepNews>) => {
        if ('kept' in data) onKept(data.kept)
        else if ('done' in data) end(resolve)
        else end(() => reject(new KeepFault(data.failed)))
      })
      worker.addEventListener('error', () => end(() => reject(new KeepFault('not-possible'))))
      worker.postMessage({ folder: FOLDER, name, file } satisfies KeepOrder)
    })
  const writeWords = async (entry: KeptFile): Promise<void> =>
    await write(wordsOf(entry.clipId), new Blob([JSON.stringify(entry)]), () => undefined)
  const readWords = async (clipId: string): Promise<KeptFile | undefined> => {
    try {
      const handle = await (await folder()).getFileHandle(wordsOf(clipId))
      return JSON.parse(await (await handle.getFile()).text()) as KeptFile
    } catch {
      return undefined
    }
  }

  return {
    possible,
    async room() {
      const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {}
      return quota === undefined ? undefined : Math.max(0, quota - usage)
    },
    async keep(file, entry, onKept) {
      if (!possible) throw new KeepFault('not-possible')
      const room = await this.room()
      if (room !== undefined && room < file.size + SPARE_BYTES) throw new KeepFault('no-room')
      // Asked for, not needed: a browser that says no still keeps it, until it wants the room.
      await navigator.storage.persist?.().catch(() => false)
      try {
        await write(bytesOf(entry.clipId), file, onKept)
        // The words last: who has them, has the bytes.
        await writeWords(entry)
      } catch (error) {
        await this.remove(entry.clipId)
        throw error instanceof KeepFault ? error : new KeepFault('not-possible')
      }
    },
    async read(clipId) {
      const entry = await readWords(clipId)
      if (!entry) return undefined
      try {
        const handle = await (await folder()).getFileHandle(bytesOf(clipId))
        const file = await handle.getFile()
        return file.size === entry.sizeBytes ? file.slice(0, file.size, entry.contentType) : undefined
      } catch {
        return undefined
      }
    },
    async change(clipId, change) {
      const entry = await readWords(clipId)
      if (entry) await writeWords({ ...entry, ...change })
    },
    async list(personId) {
      if (!possible) return []
      const found: KeptFile[] = []
      for await (const name of (await folder()).keys()) {
        if (!name.endsWith('.json')) continue
        const entry = await readWords(name.slice(0, -'.json'.length))
        if (entry?.personId === personId) found.push(entry)
      }
      return found.toSorted((one, other) => one.keptAtMs - other.keptAtMs)
    },
    async remove(clipId) {
      if (!possible) return
      const directory = await folder()
      for (const name of [wordsOf(clipId), bytesOf(clipId)])
        await directory.removeEntry(name).catch(() => undefined)
    },
  }
}

const keepWorker = (): Worker => new Worker(new URL('./keep-worker.ts', import.meta.url), { type: 'module' })
