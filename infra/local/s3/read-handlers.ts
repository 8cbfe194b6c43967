import { type ByteRange, contentRange, parseByteRange } from './byte-range.ts'
import { checksumHeader } from './checksums.ts'
import { judgeRead, namesEtag, readConditions } from './conditions.ts'
import type { Exchange, Handler } from './exchange.ts'
import { httpDate } from './instants.ts'
import { readOverrides } from './object-headers.ts'
import { S3Error } from './s3-error.ts'
import type { StoredObject } from './store.ts'

type Choice = { status: 200 | 206; range: ByteRange; headers: Record<string, string> }

function choosePart({ request, store }: Exchange, object: StoredObject, partNumber: string): Choice {
  if (request.header('range') !== undefined)
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter')
  const pieces = store.listPieces(object.contentId)
  const index = Number(partNumber) - 1
  const piece = pieces[index]
  if (piece === undefined) throw new S3Error('InvalidRange', 'The requested partnumber is not satisfiable')
  const start = pieces.slice(0, index).reduce((sum, before) => sum + before.sizeBytes, 0)
  const range = { start, end: start + piece.sizeBytes }
  const headers: Record<string, string> = {}
  if (piece.sizeBytes > 0) headers['content-range'] = contentRange(range, object.sizeBytes)
  if (object.etag.includes('-')) headers['x-amz-mp-parts-count'] = String(pieces.length)
  return { status: 206, range, headers }
}

function chooseRange(exchange: Exchange, object: StoredObject): Choice {
  const { request } = exchange
  const partNumber = request.query.get('partNumber')
  if (partNumber !== undefined) return choosePart(exchange, object, partNumber)
  const ifRange = request.header('if-range')
  const current =
    ifRange === undefined || namesEtag(ifRange, object.etag) || ifRange === httpDate(object.modifiedAtMs)
  const range = current ? parseByteRange(request.header('range'), object.sizeBytes) : undefined
  if (range !== undefined)
    return { status: 206, range, headers: { 'content-range': contentRange(range, object.sizeBytes) } }
  const headers: Record<string, string> = {}
  // The checksum is of the whole, so it only goes with the whole.
  if (object.checksum !== undefined && request.amz('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    headers[checksumHeader(object.checksum.algorithm)] = object.checksum.value
    headers['x-amz-checksum-type'] = object.checksum.type
  }
  return { status: 200, range: { start: 0, end: object.sizeBytes }, headers }
}

const read = async (exchange: Exchange, withBody: boolean): Promise<void> => {
  const { request, store, files, reply } = exchange
  const object = store.getObject(request.bucket, request.key)
  const validators = { etag: `"${object.etag}"`, 'last-modified': httpDate(object.modifiedAtMs) }
  if (judgeRead(readConditions(request.header), object) === 'not-modified')
    return reply.empty(304, validators)
  const { status, range, headers } = chooseRange(exchange, object)
  const sizeBytes = range.end - range.start
  const all = {
    'accept-ranges': 'bytes',
    ...object.headers,
    ...validators,
    ...headers,
    ...readOverrides(request),
  }
  if (!withBody) return reply.empty(status, { ...all, 'content-length': String(sizeBytes) })
  // In the same turn as the look-up, so that no overwrite can take the files away before they are held.
  const { slices, release } = store.openRange(object.contentId, range.start, range.end)
  try {
    await reply.stream(status, all, sizeBytes, files.read(slices))
  } finally {
    release()
  }
}

export const getObject: Handler = (exchange) => read(exchange, true)

export const headObject: Handler = (exchange) => read(exchange, false)
