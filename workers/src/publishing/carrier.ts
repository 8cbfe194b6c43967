import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { WrittenFile } from '@cuepoint/db'
import { mediaKey, type ObjectStore } from '@cuepoint/storage'
import { contentTypeOf } from '../ffmpeg/rendition-files.ts'

/** What is in storage, by name. */
export type StoredFiles = ReadonlyMap<string, WrittenFile>

/** Carries what ffmpeg makes into storage while it makes it. */
export interface Carrier {
  /** Names and sizes of all that is in storage by now. */
  readonly stored: StoredFiles
  /** Resolves once the named files are in storage; rejects when the carrying fails. */
  until(names: readonly string[]): Promise<void>
  /** Carries what is left and resolves when all of it is in storage. Rejects with what storage threw, or the signal's reason. */
  finish(): Promise<void>
}

export interface CarrierOptions {
  readonly storage: Pick<ObjectStore, 'putFile'>
  readonly clipId: string
  /** The run that writes, which names the prefix. */
  readonly writtenBy: string
  readonly dir: string
  readonly signal: AbortSignal
  /** Stays where it is. */
  readonly leave?: readonly string[]
  /** Hears of files that are in storage, in batches and one batch after the other. */
  readonly onStored?: (files: readonly WrittenFile[]) => Promise<void>
}

const LOOK_EVERY_MS = 150
const AT_ONCE = 4
/** A segment has its name once it is whole; the header file is whole once a segment is there. */
const segment = /^(.+)-\d{5}\.m4s$/

/**
 * Looks into the folder that ffmpeg writes to, uploads each segment once it is whole and removes it: scratch holds
 * only what is on its way. Playlists stay; they are written anew from what was made.
 */
export function startCarrier(options: CarrierOptions): Carrier {
  const { storage, clipId, writtenBy, dir, onStored } = options
  const stored = new Map<string, WrittenFile>()
  const taken = new Set<string>(options.leave)
  const failed = new AbortController()
  const signal = AbortSignal.any([options.signal, failed.signal])
  let waiters: { names: readonly string[]; done: () => void; fail: (error: unknown) => void }[] = []
  let last = false
  let told = 0

  const missing = (names: readonly string[]) => names.some((name) => !stored.has(name))
  const wake = () => {
    for (const { names, done } of waiters) if (!missing(names)) done()
    waiters = waiters.filter(({ names }) => missing(names))
  }

  async function put(name: string): Promise<void> {
    const path = join(dir, name)
    const { size } = await stat(path)
    if (size === 0) throw new Error('a segment is empty')
    const contentType = contentTypeOf(name)
    await storage.putFile(mediaKey(clipId, writtenBy, name), path, { contentType, sizeBytes: size, signal })
    stored.set(name, { name, contentType, sizeBytes: size })
    await rm(path, { force: true })
  }

  async function look(): Promise<boolean> {
    const found = await readdir(dir)
    const begun = new Set(found.map((name) => segment.exec(name)?.[1]).filter((name) => name !== undefined))
    const ready = found.filter(
      (name) =>
        !taken.has(name) && (segment.test(name) || begun.has(/^(.+)-init\.mp4$/.exec(name)?.[1] ?? '')),
    )
    for (const name of ready) taken.add(name)
    const waiting = ready.sort()
    const carry = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        await put(name)
        wake()
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, carry))
    if (stored.size > told) {
      const fresh = [...stored.values()].slice(told)
      told = stored.size
      await onStored?.(fresh)
    }
    return ready.length > 0
  }

  async function go(): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const isLast = last
      const found = await look()
      if (isLast && !found) return
      if (!found && !last) await delay(LOOK_EVERY_MS)
    }
  }

  const going = go().catch((error: unknown) => {
    failed.abort(error)
    for (const { fail } of waiters) fail(error)
    waiters = []
    throw error
  })
  // Whoever waits for it hears of it.
  going.catch(() => undefined)

  return {
    stored,
    until(names) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      promise.catch(() => undefined)
      if (failed.signal.aborted) reject(failed.signal.reason as Error)
      else if (missing(names)) waiters.push({ names, done: resolve, fail: reject })
      else resolve()
      return promise
    },
    async finish() {
      last = true
      await going
    },
  }
}
