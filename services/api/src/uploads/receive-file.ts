import { pipeline, type Readable, Transform } from 'node:stream'
import { CuepointError } from '@cuepoint/domain'
import type { ObjectStore } from '@cuepoint/storage'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { plainType } from '../http/plain-type.ts'

export type ReceivedFile = { sizeBytes: number; contentType: string }

type Receiving = {
  storage: ObjectStore
  key: string
  maxBytes: number
  /** Aborted with the error to answer with. */
  signal: AbortSignal
}

const oneFileOnly = () => new CuepointError('bad-request', { rule: 'one-part-named-file' })

/**
 * Takes exactly one part named `file` from the request straight into storage, in constant memory. When it throws,
 * nothing is left under the key, unless storage could not be reached.
 */
export async function receiveFile(request: FastifyRequest, receiving: Receiving): Promise<ReceivedFile> {
  const { maxBytes, storage, key, signal } = receiving
  let received: ReceivedFile | undefined
  try {
    const limits = { files: 1, fields: 0, parts: 1, fileSize: maxBytes, headerPairs: 20 }
    const parts = request.parts({ limits })
    for (;;) {
      const { done, value: part } = await orAborted(parts.next(), signal)
      if (done === true) break
      if (part.type !== 'file' || part.fieldname !== 'file' || received) throw oneFileOnly()
      received = await storeFile(part, receiving)
    }
  } catch (error) {
    // What came after the file was wrong: then the file is not wanted either.
    if (received) await storage.deleteKeys([key]).catch(() => undefined)
    throw refusalOf(error)
  }
  if (!received) throw new CuepointError('file-missing')
  if (received.sizeBytes === 0) {
    await storage.deleteKeys([key]).catch(() => undefined)
    throw new CuepointError('file-empty')
  }
  return received
}

/** Before the file has begun there is no stream to end: the waiting itself has to. */
async function orAborted<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(signal.reason as Error)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    return await Promise.race([waiting, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const smallestPartBytes = 5 * 1024 * 1024
/** Storage takes 10,000 parts of an upload. Small ones are less to hold, and less to send again. */
const partSizeFor = (maxBytes: number): number => Math.max(smallestPartBytes, Math.ceil(maxBytes / 9_000))

/** A sender on a fast line has always more: between two pieces everybody else gets a turn. */
function paced(file: Readable): Readable {
  const pace = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      setImmediate(done, null, piece)
    },
  })
  // Either end's trouble is the other's; who reads hears of it.
  pipeline(file, pace, () => undefined)
  return pace
}

async function storeFile(
  part: MultipartFile,
  { storage, key, maxBytes, signal }: Receiving,
): Promise<ReceivedFile> {
  const { file } = part
  const tooLarge = new CuepointError('file-too-large', { maxBytes })
  // Ends the transfer where the limit is met, not after the rest of the gigabytes.
  file.once('limit', () => file.destroy(tooLarge))
  const contentType = plainType(part.mimetype)
  const { sizeBytes } = await storage.uploadStream(key, paced(file), {
    contentType,
    partSizeBytes: partSizeFor(maxBytes),
    signal,
  })
  // Only now is this known for certain: the last piece may end both the stream and the room for it.
  if (file.truncated) {
    await storage.deleteKeys([key])
    throw tooLarge
  }
  return { sizeBytes, contentType }
}

const cut = new Set(['FST_MP_PREMATURE_CLOSE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET'])
const notOneFile = new Set(['FST_PARTS_LIMIT', 'FST_FILES_LIMIT', 'FST_FIELDS_LIMIT'])

function refusalOf(error: unknown): unknown {
  if (error instanceof CuepointError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  if (notOneFile.has(code)) return oneFileOnly()
  // The parser's own errors have no code, only words: a body that ends in the middle, or is none.
  if (cut.has(code) || /unexpected end|terminated early/i.test(error.message))
    return new CuepointError('upload-interrupted', {}, { cause: error })
  if (/boundary|malformed/i.test(error.message)) return new CuepointError('bad-request', {}, { cause: error })
  return error
}
