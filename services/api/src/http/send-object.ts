import { CuepointError } from '@cuepoint/domain'
import { ObjectMissingError, type ObjectStore } from '@cuepoint/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { byteRangeOf } from './byte-range.ts'

export type DeliveredObject = {
  key: string
  /** Quoted; names these bytes and no others. */
  etag: string
  totalBytes: number
  contentType: string
}

const names = (header: string, etag: string): boolean =>
  header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)

/**
 * Streams an object, or the range of it that was asked for, at the reader's pace; a reader who goes away ends the
 * reading. What she has already is answered from the etag alone. The caller has authorised her and has set the
 * headers that are its own. Throws `not-found` where storage has it no longer.
 */
export async function sendObject(
  request: FastifyRequest,
  reply: FastifyReply,
  storage: ObjectStore,
  { key, etag, totalBytes, contentType }: DeliveredObject,
): Promise<FastifyReply> {
  const { 'if-none-match': known, 'if-range': sameAs, range: wanted } = request.headers
  reply.header('etag', etag).header('accept-ranges', 'bytes').header('x-content-type-options', 'nosniff')
  if (known !== undefined && names(known, etag)) return await reply.code(304).send()
  const range = sameAs === undefined || sameAs === etag ? byteRangeOf(wanted, totalBytes) : undefined
  if (range === 'none') return await reply.code(416).header('content-range', `bytes */${totalBytes}`).send()

  const gone = new AbortController()
  const stop = (): void => gone.abort()
  reply.raw.once('close', stop)
  const opened = await storage
    .openRead(key, { ...(range && { range }), signal: gone.signal })
    .catch((error: unknown) => {
      if (gone.signal.aborted) return 'nobody-waits' as const
      if (error instanceof ObjectMissingError) throw new CuepointError('not-found', {}, { cause: error })
      throw error
    })
  // From here on the framework ends the body with the response; a seek is an everyday end and not worth a warning.
  reply.raw.off('close', stop)
  if (opened === 'nobody-waits') return reply.hijack()
  // Asked without an etag, storage has no such answer.
  if (opened.notModified === true) throw new CuepointError('storage-unavailable')
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${totalBytes}`)
  return await reply
    .header('content-type', contentType)
    .header('content-length', String(opened.sizeBytes))
    .send(opened.body)
}
