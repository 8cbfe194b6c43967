import { declaredLength, readBody, readText } from './body.ts'
import { type ByteRange, parseByteRange } from './byte-range.ts'
import {
  checksumAlgorithms,
  checksumElement,
  checksumHeader,
  defaultChecksumType,
  parseChecksumAlgorithm,
} from './checksums.ts'
import { readConditions, writeGuard } from './conditions.ts'
import { getCopySource } from './copy-source.ts'
import type { Exchange, Handler } from './exchange.ts'
import { isoInstant } from './instants.ts'
import type { NamedPart, UploadChecksum } from './multipart.ts'
import { readObjectHeaders } from './object-headers.ts'
import { pourPart } from './pour-part.ts'
import { S3Error } from './s3-error.ts'
import { encodeKey } from './uri-encoding.ts'
import { checksumHeaders, checksumNode, largestPutBytes } from './write-handlers.ts'
import { childText, parseXml, type XmlElement, type XmlNode } from './xml.ts'

const uploadIdOf = ({ request }: Exchange): string => request.query.get('uploadId') ?? ''

function readUploadChecksum({ request }: Exchange): UploadChecksum | undefined {
  const name = request.amz('x-amz-checksum-algorithm')
  const type = request.amz('x-amz-checksum-type')?.toUpperCase()
  if (name === undefined) {
    if (type !== undefined) throw new S3Error('InvalidRequest', 'A checksum type needs a checksum algorithm.')
    return undefined
  }
  const algorithm = parseChecksumAlgorithm(name)
  if (type === undefined) return { algorithm, type: defaultChecksumType(algorithm) }
  if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT')
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.')
  const possible = type === 'COMPOSITE' ? algorithm !== 'CRC64NVME' : algorithm.startsWith('CRC')
  if (!possible)
    throw new S3Error(
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${algorithm} algorithm.`,
    )
  return { algorithm, type }
}

export const createMultipartUpload: Handler = (exchange) => {
  const { request, multipart, reply } = exchange
  const { bucket, key } = request
  const checksum = readUploadChecksum(exchange)
  const uploadId = multipart.createUpload(bucket, key, readObjectHeaders(request), checksum)
  reply.xml(
    200,
    [
      'InitiateMultipartUploadResult',
      [
        ['Bucket', bucket],
        ['Key', key],
        ['UploadId', uploadId],
      ],
    ],
    checksum === undefined
      ? {}
      : { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type },
  )
}

export const uploadPart: Handler = async (exchange) => {
  const { request, cover, reply } = exchange
  declaredLength(request, cover)
  const part = await pourPart(exchange, (sink, algorithm) =>
    readBody(request, { cover, limitBytes: largestPutBytes, algorithm }, sink),
  )
  reply.empty(200, { etag: `"${part.etag}"`, ...checksumHeaders(part.checksum) })
}

export const uploadPartCopy: Handler = async (exchange) => {
  const { request, store, files, reply } = exchange
  const { object } = getCopySource(exchange)
  const wanted = request.amz('x-amz-copy-source-range')
  let range: ByteRange | undefined = { start: 0, end: object.sizeBytes }
  if (wanted !== undefined)
    range = /^bytes=\d+-\d+$/.test(wanted) ? parseByteRange(wanted, object.sizeBytes) : undefined
  if (range === undefined)
    throw new S3Error('InvalidArgument', 'The x-amz-copy-source-range value must be bytes=first-last')
  const { slices, release } = store.openRange(object.contentId, range.start, range.end)
  try {
    const part = await pourPart(exchange, files.read(slices))
    reply.xml(200, [
      'CopyPartResult',
      [
        ['LastModified', isoInstant(part.modifiedAtMs)],
        ['ETag', `"${part.etag}"`],
        checksumNode(part.checksum),
      ],
    ])
  } finally {
    release()
  }
}

export const listParts: Handler = (exchange) => {
  const { request, multipart, reply } = exchange
  const upload = multipart.getUpload(request.bucket, request.key, uploadIdOf(exchange))
  const marker = Number(request.query.get('part-number-marker') ?? 0)
  const limit = Math.min(Number(request.query.get('max-parts') ?? 1000), 1000)
  if (!Number.isInteger(marker) || !Number.isInteger(limit) || marker < 0 || limit < 0)
    throw new S3Error('InvalidArgument', 'part-number-marker and max-parts must be whole numbers.')
  const behind = multipart.listParts(upload.uploadId).filter((part) => part.partNumber > marker)
  const page = behind.slice(0, limit)
  const next = page.at(-1)?.partNumber
  reply.xml(200, [
    'ListPartsResult',
    [
      ['Bucket', request.bucket],
      ['Key', request.key],
      ['UploadId', upload.uploadId],
      ['PartNumberMarker', marker],
      next === undefined ? undefined : ['NextPartNumberMarker', next],
      ['MaxParts', limit],
      ['IsTruncated', behind.length > page.length],
      upload.checksum && ['ChecksumAlgorithm', upload.checksum.algorithm],
      upload.checksum && ['ChecksumType', upload.checksum.type],
      ...page.map(
        (part): XmlNode => [
          'Part',
          [
            ['PartNumber', part.partNumber],
            ['LastModified', isoInstant(part.modifiedAtMs)],
            ['ETag', `"${part.etag}"`],
            ['Size', part.sizeBytes],
            checksumNode(part.checksum),
          ],
        ],
      ),
    ],
  ])
}

function parseNamedPart(element: XmlElement): NamedPart {
  const partNumber = Number(childText(element, 'PartNumber') ?? Number.NaN)
  const etag = childText(element, 'ETag')?.trim().replace(/^"|"$/g, '')
  if (!Number.isInteger(partNumber) || etag === undefined)
    throw new S3Error('MalformedXML', 'Each Part needs a PartNumber and an ETag.')
  const checksum = checksumAlgorithms
    .map((algorithm) => childText(element, checksumElement(algorithm)))
    .find((value) => value !== undefined)
  return { partNumber, etag, checksum }
}

export const completeMultipartUpload: Handler = async (exchange) => {
  const { request, cover, multipart, fault, reply } = exchange
  const { bucket, key } = request
  const document = parseXml(await readText(request, cover, 8 * 1024 ** 2))
  const named = document.children.filter((child) => child.name === 'Part').map(parseNamedPart)
  if (document.name !== 'CompleteMultipartUpload' || named.length === 0)
    throw new S3Error('MalformedXML', 'Expecting a CompleteMultipartUpload with at least one Part.')
  if (fault === 'complete-error')
    return reply.xml(200, [
      'Error',
      [
        ['Code', 'InternalError'],
        ['Message', 'We encountered an internal error. Please try again.'],
      ],
    ])
  const { etag, checksum } = multipart.complete(
    bucket,
    key,
    uploadIdOf(exchange),
    named,
    writeGuard(readConditions(request.header)),
    (computed) => {
      const stated = computed && request.amz(checksumHeader(computed.algorithm))
      return stated === undefined || stated === computed?.value
    },
  )
  reply.xml(200, [
    'CompleteMultipartUploadResult',
    [
      ['Location', `http://${request.header('host') ?? ''}/${bucket}/${encodeKey(key)}`],
      ['Bucket', bucket],
      ['Key', key],
      ['ETag', `"${etag}"`],
      checksumNode(checksum),
      checksum && ['ChecksumType', checksum.type],
    ],
  ])
}

export const abortMultipartUpload: Handler = (exchange) => {
  const { request, multipart, reply } = exchange
  multipart.abort(request.bucket, request.key, uploadIdOf(exchange))
  reply.empty(204)
}
