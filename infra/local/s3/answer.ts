import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { readText } from './body.ts'
import * as bucket from './bucket-handlers.ts'
import type { Exchange, Ground, Handler } from './exchange.ts'
import { chooseFault, faultError } from './faults.ts'
import * as list from './list-handlers.ts'
import * as multipart from './multipart-handlers.ts'
import { chooseOperation, type Operation } from './operation.ts'
import * as read from './read-handlers.ts'
import { createReply } from './reply.ts'
import { parseRequest } from './request.ts'
import { S3Error } from './s3-error.ts'
import { authenticate } from './sigv4.ts'
import * as write from './write-handlers.ts'

export type Incoming = {
  message: IncomingMessage
  response: ServerResponse
  /** The client sends its body only when told to. */
  awaitsContinue: boolean
  faults: Exchange['faults']
  random: () => number
}

const longestKeyBytes = 1024
const drainedBytes = 64 * 1024 ** 2

const handlers: Record<Operation, Handler> = {
  ListBuckets: bucket.listBuckets,
  CreateBucket: bucket.createBucket,
  HeadBucket: bucket.headBucket,
  DeleteBucket: bucket.deleteBucket,
  GetBucketLocation: bucket.getBucketLocation,
  GetBucketVersioning: bucket.getBucketVersioning,
  ListObjects: list.listObjectsV1,
  ListObjectsV2: list.listObjectsV2,
  ListMultipartUploads: list.listMultipartUploads,
  GetObject: read.getObject,
  HeadObject: read.headObject,
  PutObject: write.putObject,
  CopyObject: write.copyObject,
  DeleteObject: write.deleteObject,
  DeleteObjects: write.deleteObjects,
  CreateMultipartUpload: multipart.createMultipartUpload,
  UploadPart: multipart.uploadPart,
  UploadPartCopy: multipart.uploadPartCopy,
  ListParts: multipart.listParts,
  CompleteMultipartUpload: multipart.completeMultipartUpload,
  AbortMultipartUpload: multipart.abortMultipartUpload,
  GetFaults: ({ faults, reply }) => reply.json(200, faults.get()),
  async PutFaults({ request, cover, faults, reply }) {
    const body = await readText(request, cover, 64 * 1024)
    try {
      faults.change(JSON.parse(body))
    } catch (error) {
      throw error instanceof S3Error ? error : new S3Error('InvalidRequest', 'Expecting a JSON document.')
    }
    reply.json(200, faults.get())
  },
}

async function serve(ground: Ground, incoming: Incoming): Promise<void> {
  const { message, response, faults, random } = incoming
  const request = parseRequest(message, () => {
    if (incoming.awaitsContinue) response.writeContinue()
  })
  const cover = authenticate(request, ground.credentials, ground.nowMs())
  const operation = chooseOperation(request)
  if (Buffer.byteLength(request.key) > longestKeyBytes)
    throw new S3Error('KeyTooLongError', 'Your key is too long')
  if (request.key.includes('\0')) throw new S3Error('InvalidURI', "Couldn't parse the specified URI.")

  // The control path stays sound, or a run could not end its own faults.
  const controls = operation === 'GetFaults' || operation === 'PutFaults'
  const settings = faults.get()
  const fault = controls ? 'none' : chooseFault(settings, operation, random)
  if (!controls && settings.latencyMs > 0) await wait(settings.latencyMs)
  if (fault === 'error') throw faultError(random)
  if (fault === 'reset-before') return void message.socket.resetAndDestroy()
  await handlers[operation]({
    ...ground,
    request,
    cover,
    reply: createReply(response, fault === 'reset-after'),
    fault,
    faults,
  })
}

const hasCode = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

function translate(error: unknown): S3Error | undefined {
  if (error instanceof S3Error) return error
  if (!hasCode(error)) return undefined
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new S3Error('InsufficientStorage', 'There is no room left for this object.')
  return undefined
}

/** Reads a refused body to its end, within bounds, so that the sender gets to the answer. */
function drain(message: IncomingMessage): void {
  let left = drainedBytes
  message.on('data', (piece: Buffer) => {
    left -= piece.length
    if (left < 0) message.destroy()
  })
  message.on('error', () => undefined)
  message.resume()
}

/** Answers one request, whatever becomes of it. Rejects only for a fault of our own, after it was answered. */
export async function answer(ground: Ground, incoming: Incoming): Promise<void> {
  const { message, response } = incoming
  try {
    await serve(ground, incoming)
  } catch (error) {
    // The other side has gone: nobody is left to answer.
    if (message.destroyed && !message.complete) return
    if (response.headersSent || response.destroyed) {
      response.destroy()
      return
    }
    const known = translate(error)
    const refusal =
      known ?? new S3Error('InternalError', 'We encountered an internal error. Please try again.')
    if (!message.complete) {
      response.setHeader('connection', 'close')
      if (!incoming.awaitsContinue) drain(message)
    }
    const reply = createReply(response, false)
    if (message.method === 'HEAD') reply.empty(refusal.status)
    else
      reply.xml(refusal.status, [
        'Error',
        [
          ['Code', refusal.code],
          ['Message', refusal.message],
          ['Resource', (message.url ?? '').replace(/\?.*$/s, '')],
          ['RequestId', String(response.getHeader('x-amz-request-id'))],
          ...Object.entries(refusal.details).map(([name, value]) => [name, value] as const),
        ],
      ])
    if (known === undefined) throw error
  }
}
