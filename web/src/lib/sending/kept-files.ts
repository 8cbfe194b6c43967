import type { NewClip } from '@cuepoint/contracts'
import type { AppendNews, AppendOrder } from './append-worker.ts'
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
  /** `recording`: still being added to, unless a crash ended that. `picked`: she has not said yet that it is to go. */
  readonly stage: 'recording' | 'picked' | 'going' | 'paused'
  readonly words?: ClipWords | undefined
  /** What was made of it on this device and goes in its place. */
  readonly smaller?: Smaller | undefined
}

export type Smaller = Pick<KeptFile, 'sizeBytes' | 'contentType'>

/** A file that is being recorded. */
export type Recording = {
  /** Resolves to how many bytes are safe. Rejects with KeepFault. */
  append(piece: Blob): Promise<number>
  /** Nothing more comes: it is a picked file like another. Resolves to its bytes. */
  finish(): Promise<Blob>
  discard(): Promise<void>
}

export type KeptFiles = {
  /** Whether this browser can keep files at all; not where the page came over plain http from another machine. */
  readonly possible: boolean
  /** Bytes that are left for us, as far as the browser tells. */
  room(): Promise<number | undefined>
  /** Copies a file, telling how many bytes are safe. Rejects with KeepFault; then nothing of it stays. */
  keep(file: Blob, entry: KeptFile, onKept: (bytes: number) => void): Promise<void>
  /** Begins a file that is added to piece by piece; what is in it outlives a crash. Rejects with KeepFault. */
  record(entry: Omit<KeptFile, 'stage' | 'sizeBytes'>): Promise<Recording>
  /** The bytes that are to go, or those that were picked; undefined where they are gone. */
  read(clipId: string, which?: 'to-send' | 'picked'): Promise<Blob | undefined>
  /** Where to write what goes in the place of the picked file. */
  placeForSmaller(clipId: string): { readonly folder: string; readonly name: string }
  change(clipId: string, change: Partial<Pick<KeptFile, 'stage' | 'words' | 'smaller'>>): Promise<void>
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
const smallerOf = (clipId: string): string => `${clipId}.smaller`
const wordsOf = (clipId: string): string => `${clipId}.json`
const namesOf = (clipId: string): string[] => [wordsOf(clipId), bytesOf(clipId), smallerOf(clipId)]

export function openKeptFiles(): KeptFiles {
  const possible = typeof navigator.storage?.getDirectory === 'function' && typeof Worker === 'function'
  const folder = async () =>
    await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true })

  const write = (name: string, file: Blob, onKept: (bytes: number) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./keep-worker.ts', import.meta.url), { type: 'module' })
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

  /** What a crash left of a recording; undefined where it is still going on, or nothing came into it. */
  const rescue = async (entry: KeptFile): Promise<KeptFile | undefined> => {
    if (await isHeld(lockOf(entry.clipId))) return undefined
    const directory = await folder()
    const file = await directory
      .getFileHandle(bytesOf(entry.clipId))
      .then((handle) => handle.getFile())
      .catch(() => undefined)
    if (!file || file.size === 0) {
      for (const name of namesOf(entry.clipId)) await directory.removeEntry(name).catch(() => undefined)
      return undefined
    }
    const rescued = { ...entry, sizeBytes: file.size, stage: 'picked' } as const
    await writeWords(rescued)
    return rescued
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
    async record(begun) {
      if (!possible) throw new KeepFault('not-possible')
      const { clipId } = begun
      await navigator.storage.persist?.().catch(() => false)
      const entry = { ...begun, sizeBytes: 0, stage: 'recording' } as const
      await writeWords(entry)
      // Until this window lets go of it, nobody takes it for one that a crash left behind.
      const letGo = await holdLock(lockOf(clipId))
      const appending = appendTo(bytesOf(clipId))
      const end = async (): Promise<void> => {
        await appending.close()
        letGo()
      }
      return {
        append: (piece) => appending.append(piece),
        finish: async () => {
          await end()
          const file = await (await (await folder()).getFileHandle(bytesOf(clipId))).getFile()
          await writeWords({ ...entry, sizeBytes: file.size, stage: 'picked' })
          return file.slice(0, file.size, entry.contentType)
        },
        discard: async () => {
          await end()
          await this.remove(clipId)
        },
      }
    },
    async read(clipId, which = 'to-send') {
      const entry = await readWords(clipId)
      if (!entry) return undefined
      const isSmaller = which === 'to-send' && entry.smaller !== undefined
      const { sizeBytes, contentType } = isSmaller && entry.smaller ? entry.smaller : entry
      try {
        const handle = await (await folder()).getFileHandle(isSmaller ? smallerOf(clipId) : bytesOf(clipId))
        const file = await handle.getFile()
        return file.size === sizeBytes ? file.slice(0, file.size, contentType) : undefined
      } catch {
        return undefined
      }
    },
    placeForSmaller: (clipId) => ({ folder: FOLDER, name: smallerOf(clipId) }),
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
        if (entry?.personId !== personId) continue
        const whole = entry.stage === 'recording' ? await rescue(entry) : entry
        if (whole) found.push(whole)
      }
      return found.toSorted((one, other) => one.keptAtMs - other.keptAtMs)
    },
    async remove(clipId) {
      if (!possible) return
      const directory = await folder()
      for (const name of namesOf(clipId)) await directory.removeEntry(name).catch(() => undefined)
    },
  }
}

const lockOf = (clipId: string): string => `cuepoint.recording.${clipId}`

/** Holds a lock of this browser until it is let go of, or the window is gone. */
function holdLock(name: string): Promise<() => void> {
  return new Promise((resolve) => {
    if (!('locks' in navigator)) return resolve(() => undefined)
    void navigator.locks.request(name, () => new Promise<void>((letGo) => resolve(letGo)))
  })
}

async function isHeld(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return false
  const { held = [] } = await navigator.locks.query()
  return held.some((lock) => lock.name === name)
}

/** A worker that adds to one file in the order in which it is told. */
function appendTo(name: string): { append(piece: Blob): Promise<number>; close(): Promise<void> } {
  const worker = new Worker(new URL('./append-worker.ts', import.meta.url), { type: 'module' })
  const say = (order: AppendOrder): void => worker.postMessage(order)
  const hear = (): Promise<AppendNews> =>
    new Promise((resolve, reject) => {
      const heard = ({ data }: MessageEvent<AppendNews>): void => {
        stop()
        if ('failed' in data) reject(new KeepFault(data.failed))
        else resolve(data)
      }
      const broke = (): void => {
        stop()
        reject(new KeepFault('not-possible'))
      }
      const stop = (): void => {
        worker.removeEventListener('message', heard)
        worker.removeEventListener('error', broke)
      }
      worker.addEventListener('message', heard)
      worker.addEventListener('error', broke)
    })
  say({ open: { folder: FOLDER, name } })
  let turn: Promise<unknown> = Promise.resolve()
  /** One after the other, so that each hears its own answer. */
  const inTurn = (order: AppendOrder): Promise<AppendNews> => {
    const answered = turn.then(() => {
      const answer = hear()
      say(order)
      return answer
    })
    turn = answered.catch(() => undefined)
    return answered
  }
  return {
    append: async (piece) => {
      const news = await inTurn({ append: piece })
      return 'safeBytes' in news ? news.safeBytes : 0
    },
    close: async () => {
      await inTurn({ close: true }).catch(() => undefined)
      worker.terminate()
    },
  }
}
