import { type FileHandle, open } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { ObjectMissingError, type ObjectStore } from '@cuepoint/storage'
import { noteStreamed } from '../streamed-bytes.ts'
import { createBlockMap } from './block-map.ts'

const BLOCK_BYTES = 1024 * 1024
const PIECE_BYTES = 256 * 1024
/** In a row, without a byte between them; each is waited for twice as long as the one before. */
const FAILURES_AT_MOST = 5
const FIRST_PAUSE_MS = 250

/** A copy of an object on this machine's disk that fills where it is read, and is read from where it is filled. */
export interface SparseCopy {
  readonly path: string
  /**
   * Pieces of the object from `start` to its end. Ends early, without a fault, once `signal` aborts. A piece is only
   * good until the next is asked for: its memory is used again, or a gigabyte that is read leaves its garbage behind.
   */
  read(start: number, signal: AbortSignal): AsyncGenerator<Uint8Array>
  /** A few bytes, without the block around them: fewer at the object's end. Throws what storage throws. */
  peek(start: number, length: number, signal: AbortSignal): Promise<Uint8Array>
  isWhole(): boolean
  close(): Promise<void>
}

/** Nothing is fetched before it is read; what was fetched is not fetched again. Throws what storage throws. */
export async function openSparseCopy(
  storage: Pick<ObjectStore, 'openRead'>,
  { key, sizeBytes, path }: { key: string; sizeBytes: number; path: string },
): Promise<SparseCopy> {
  const file = await open(path, 'w+', 0o600)
  // As long as the object from the start: what is not there yet reads as zeros.
  await file.truncate(sizeBytes)
  const blocks = createBlockMap(sizeBytes, BLOCK_BYTES)

  async function* fetched(at: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const start = Math.floor(at / BLOCK_BYTES) * BLOCK_BYTES
    const end = at + blocks.missingFrom(at)
    const opened = await storage.openRead(key, { range: { start, end: end - 1 }, signal })
    if (opened.notModified === true) throw new Error('storage answered a question it was not asked')
    let position = start
    for await (const piece of opened.body as AsyncIterable<Uint8Array>) {
      await writeAll(file, piece, position)
      const from = position
      position += piece.length
      blocks.add(start, position)
      noteStreamed(piece.length)
      if (position > at) yield from >= at ? piece : piece.subarray(at - from)
    }
    if (position < end) throw new Error('storage broke off')
  }

  async function* held(at: number): AsyncGenerator<Uint8Array> {
    const end = at + blocks.heldFrom(at)
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, end - at))
    for (let position = at; position < end; ) {
      const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, end - position), position)
      if (bytesRead === 0) throw new Error('the copy is shorter than it should be')
      position += bytesRead
      yield piece.subarray(0, bytesRead)
    }
  }

  return {
    path,
    isWhole: () => blocks.isWhole(),
    async peek(start, length, signal) {
      const end = Math.min(sizeBytes, start + length)
      if (end <= start) return new Uint8Array()
      if (blocks.heldFrom(start) >= end - start) {
        const piece = Buffer.alloc(end - start)
        const { bytesRead } = await file.read(piece, 0, piece.length, start)
        return piece.subarray(0, bytesRead)
      }
      const opened = await storage.openRead(key, { range: { start, end: end - 1 }, signal })
      if (opened.notModified === true) throw new Error('storage answered a question it was not asked')
      return await buffer(opened.body)
    },
    close: () => file.close(),
    async *read(start, signal) {
      let position = start
      let failures = 0
      while (position < sizeBytes && !signal.aborted) {
        const pieces = blocks.heldFrom(position) > 0 ? held(position) : fetched(position, signal)
        try {
          for await (const piece of pieces) {
            position += piece.length
            failures = 0
            yield piece
            if (signal.aborted) return
          }
        } catch (error) {
          // Whoever read has gone: the fetching was ended for that, and nothing is wrong.
          if (signal.aborted) return
          failures += 1
          if (error instanceof ObjectMissingError || failures > FAILURES_AT_MOST) throw error
          await delay(FIRST_PAUSE_MS * 2 ** failures, undefined, { signal }).catch(() => undefined)
        }
      }
    },
  }
}

async function writeAll(file: FileHandle, piece: Uint8Array, at: number): Promise<void> {
  let done = 0
  while (done < piece.length)
    done += (await file.write(piece, done, piece.length - done, at + done)).bytesWritten
}
