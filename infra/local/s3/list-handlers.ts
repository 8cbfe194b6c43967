import type { Exchange, Handler } from './exchange.ts'
import { isoInstant } from './instants.ts'
import { commonPrefix, entryName, type ListEntry, type ListPage, listObjects, listUploads } from './list.ts'
import { S3Error } from './s3-error.ts'
import { encodeKey } from './uri-encoding.ts'
import type { XmlNode } from './xml.ts'

const mostEntries = 1000

function readLimit(exchange: Exchange, name: string): number {
  const value = exchange.request.query.get(name)
  if (value === undefined || value === '') return mostEntries
  if (!/^\d{1,9}$/.test(value))
    throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within range`)
  return Math.min(Number(value), mostEntries)
}

/** Keys as they are, or percent-encoded when the client asks, because XML cannot carry every character. */
function readEncoding(exchange: Exchange): { encode: (key: string) => string; node: XmlNode | undefined } {
  const encoding = exchange.request.query.get('encoding-type')
  if (encoding === undefined) return { encode: (key) => key, node: undefined }
  if (encoding !== 'url') throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request')
  return { encode: encodeKey, node: ['EncodingType', 'url'] }
}

const renderEntry = (entry: ListEntry, encode: (key: string) => string): XmlNode =>
  entry.kind === 'prefix'
    ? ['CommonPrefixes', [['Prefix', encode(entry.prefix)]]]
    : [
        'Contents',
        [
          ['Key', encode(entry.object.key)],
          ['LastModified', isoInstant(entry.object.modifiedAtMs)],
          ['ETag', `"${entry.object.etag}"`],
          ['Size', entry.object.sizeBytes],
          ['StorageClass', 'STANDARD'],
        ],
      ]

// A token says whether a whole common prefix is behind us: the name alone could be a key as well.
const writeToken = (page: ListPage): string | undefined => {
  const last = page.entries.at(-1)
  if (!page.truncated || last === undefined) return undefined
  return Buffer.from(`${last.kind === 'prefix' ? 'p' : 'k'}${entryName(last)}`).toString('base64url')
}

function readToken(token: string): { name: string; wholePrefix: boolean } {
  const decoded = Buffer.from(token, 'base64url').toString('utf8')
  if (!/^[pk]/.test(decoded))
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  return { name: decoded.slice(1), wholePrefix: decoded.startsWith('p') }
}

export const listObjectsV2: Handler = (exchange) => {
  const { request, store, database, reply } = exchange
  store.getBucket(request.bucket)
  const prefix = request.query.get('prefix') ?? ''
  const delimiter = request.query.get('delimiter') ?? ''
  const token = request.query.get('continuation-token')
  const startAfter = request.query.get('start-after')
  const limit = readLimit(exchange, 'max-keys')
  const { encode, node } = readEncoding(exchange)
  const start = startAfter === undefined ? undefined : { name: startAfter, wholePrefix: false }
  const page = listObjects(database, {
    bucket: request.bucket,
    prefix,
    delimiter,
    after: token === undefined ? start : readToken(token),
    limit,
  })
  const next = writeToken(page)
  reply.xml(200, [
    'ListBucketResult',
    [
      ['Name', request.bucket],
      ['Prefix', encode(prefix)],
      delimiter === '' ? undefined : ['Delimiter', encode(delimiter)],
      startAfter === undefined ? undefined : ['StartAfter', encode(startAfter)],
      token === undefined ? undefined : ['ContinuationToken', token],
      next === undefined ? undefined : ['NextContinuationToken', next],
      ['KeyCount', page.entries.length],
      ['MaxKeys', limit],
      ['IsTruncated', page.truncated],
      node,
      ...page.entries.map((entry) => renderEntry(entry, encode)),
    ],
  ])
}

export const listObjectsV1: Handler = (exchange) => {
  const { request, store, database, reply } = exchange
  store.getBucket(request.bucket)
  const prefix = request.query.get('prefix') ?? ''
  const delimiter = request.query.get('delimiter') ?? ''
  const marker = request.query.get('marker') ?? ''
  const limit = readLimit(exchange, 'max-keys')
  const { encode, node } = readEncoding(exchange)
  const page = listObjects(database, {
    bucket: request.bucket,
    prefix,
    delimiter,
    after:
      marker === ''
        ? undefined
        : { name: marker, wholePrefix: commonPrefix(marker, prefix, delimiter) === marker },
    limit,
  })
  const last = page.entries.at(-1)
  reply.xml(200, [
    'ListBucketResult',
    [
      ['Name', request.bucket],
      ['Prefix', encode(prefix)],
      ['Marker', encode(marker)],
      delimiter === '' ? undefined : ['Delimiter', encode(delimiter)],
      page.truncated && last !== undefined ? ['NextMarker', encode(entryName(last))] : undefined,
      ['MaxKeys', limit],
      ['IsTruncated', page.truncated],
      node,
      ...page.entries.map((entry) => renderEntry(entry, encode)),
    ],
  ])
}

export const listMultipartUploads: Handler = (exchange) => {
  const { request, store, database, reply } = exchange
  store.getBucket(request.bucket)
  if (request.query.get('delimiter'))
    throw new S3Error('NotImplemented', 'Uploads are listed without a delimiter.')
  const prefix = request.query.get('prefix') ?? ''
  const keyMarker = request.query.get('key-marker') ?? ''
  const uploadIdMarker = request.query.get('upload-id-marker') ?? ''
  const limit = readLimit(exchange, 'max-uploads')
  const { encode, node } = readEncoding(exchange)
  const { uploads, truncated } = listUploads(database, {
    bucket: request.bucket,
    prefix,
    keyMarker,
    uploadIdMarker,
    limit,
  })
  const last = truncated ? uploads.at(-1) : undefined
  reply.xml(200, [
    'ListMultipartUploadsResult',
    [
      ['Bucket', request.bucket],
      ['KeyMarker', encode(keyMarker)],
      ['UploadIdMarker', uploadIdMarker],
      last && ['NextKeyMarker', encode(last.key)],
      last && ['NextUploadIdMarker', last.uploadId],
      ['Prefix', encode(prefix)],
      node,
      ['MaxUploads', limit],
      ['IsTruncated', truncated],
      ...uploads.map(
        (upload): XmlNode => [
          'Upload',
          [
            ['Key', encode(upload.key)],
            ['UploadId', upload.uploadId],
            ['StorageClass', 'STANDARD'],
            ['Initiated', isoInstant(upload.initiatedAtMs)],
          ],
        ],
      ),
    ],
  ])
}
