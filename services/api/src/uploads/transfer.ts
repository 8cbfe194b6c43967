import { setTimeout as pause } from 'node:timers/promises'
import {
  type ArrivedFile,
  abortUpload,
  claimUpload,
  finishUpload,
  keepUpload,
  type Tx,
  type Upload,
} from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import { originalKey } from '@cuepoint/storage'
import type { FastifyBaseLogger } from 'fastify'
import { createStallWatch } from '../http/stall-watch.ts'
import type { ReceivedFile } from './receive-file.ts'

export type Transfer = Upload & {
  transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Bytes that have come over the line so far. */
  receivedBytes: () => number
  /** What is waited for now is the sender, and not storage. */
  awaitsSender: () => boolean
  /** Ended from outside, with the error to answer with. */
  stopped: AbortSignal
  stallSeconds: number
  log: FastifyBaseLogger
}

/** A killed process is noticed after this; a living one says so four times in it. */
const leaseSeconds = 60
const triesToFinish = 20
const betweenTriesMs = 1_500

/**
 * One file into one clip, whole or not at all: claims the clip, lets `receive` bring the bytes under the key while the
 * claim is kept alive, and hands the clip on. Throws `upload-in-progress`, `wrong-state`, `upload-interrupted` and what
 * `receive` throws; then the clip is back where it was, with its title and note.
 */
export async function transferFile(
  transfer: Transfer,
  receive: (key: string, signal: AbortSignal) => Promise<ReceivedFile>,
): Promise<void> {
  const { clipId, uploadId, transact, log } = transfer
  const upload = { clipId, uploadId }
  const verdict = await transact((tx) => claimUpload(tx, upload, leaseSeconds))
  if (verdict === 'busy') throw new CuepointError('upload-in-progress')
  if (verdict === 'wrong-state') throw new CuepointError('wrong-state')

  const key = originalKey(clipId, uploadId)
  const given = new AbortController()
  const watch = keepAlive(transfer, given)
  let file: ReceivedFile
  try {
    file = await receive(key, AbortSignal.any([given.signal, transfer.stopped]))
  } catch (error) {
    await transact((tx) => abortUpload(tx, upload)).catch((fault: unknown) => {
      // The sweep brings it back once the claim has run out.
      log.warn({ err: fault, clipId }, 'an ended upload could not be noted')
    })
    throw error
  } finally {
    clearInterval(watch)
  }
  await handOn(transfer, { originalKey: key, ...file })
}

/** Says that bytes still come, and gives the transfer up when they do not, or when the clip is no longer its own. */
function keepAlive(transfer: Transfer, given: AbortController): NodeJS.Timeout {
  const { clipId, uploadId, transact, receivedBytes, awaitsSender, stallSeconds, log } = transfer
  const beatSeconds = Math.min(leaseSeconds / 4, stallSeconds / 4)
  const stall = createStallWatch(stallSeconds, beatSeconds)
  const beat = async (): Promise<void> => {
    if (stall.isStalled(receivedBytes(), awaitsSender()))
      return given.abort(new CuepointError('upload-interrupted', { rule: 'stalled' }))
    const kept = await transact((tx) => keepUpload(tx, { clipId, uploadId }, leaseSeconds))
    if (!kept) given.abort(new CuepointError('wrong-state'))
  }
  return setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error, clipId }, 'an upload could not be kept alive'))
  }, beatSeconds * 1000)
}

/** After hours of sending, a database that restarts in this moment must not cost the file. */
async function handOn(transfer: Transfer, file: ArrivedFile): Promise<void> {
  const { clipId, uploadId, transact, log } = transfer
  for (let tries = 1; ; tries++) {
    try {
      if (await transact((tx) => finishUpload(tx, { clipId, uploadId }, file))) return
      break
    } catch (error) {
      if (tries >= triesToFinish) throw error
      log.warn({ err: error, clipId }, 'an arrived file could not be noted yet')
      await pause(betweenTriesMs)
    }
  }
  throw new CuepointError('wrong-state')
}
