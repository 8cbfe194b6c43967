import { declaredLength, readBody, readText } from './body.ts'
import {
  type Checksum,
  checksumElement,
  checksumHeader,
  parseChecksumAlgorithm,
  startChecksum,
} from './checksums.ts'
import { readConditions, writeGuard } from './conditions.ts'
import { getCopySource } from './copy-source.ts'
import type { Exchange, Handler } from './exchange.ts'
import { isoInstant } from './instants.ts'
import { readObjectHeaders } from './object-headers.ts'
import { S3Error } from './s3-error.ts'
import type { StoredObject } from './store.ts'
import { childText, parseXml, type XmlNode } from './xml.ts'

/** The largest single PUT that S3 takes, and so the largest part. */
export const largestPutBytes = 5 * 1024 ** 3

export const checksumHeaders = (checksum: Checksum | undefined): Record<string, string> =>
  checksum === undefined
    ? {}
    : { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }

export const checksumNode = (checksum: Checksum | undefined): XmlNode | undefined =>
  checksum && [checksumElement(checksum.algorithm), checksum.value]

export const putObject: Handler = async ({ request, cover, store, files, reply }) => {
  const { bucket, key } = request
  const guard = writeGuard(readConditions(request.header))
  store.getBucket(bucket)
  // Asked before the body is read as well, so that a lost race costs nobody an upload.
  guard(store.findObject(bucket, key))
  declaredLength(request, cover)
  const headers = readObjectHeaders(request)
  const { fileId, result } = await files.write((sink) =>
    readBody(request, { cover, limitBytes: largestPutBytes }, sink),
  )
  try {
    const { sizeBytes, md5Hex: etag, checksum } = result
    store.putObject(bucket, key, { etag, headers, checksum, pieces: [{ fileId, sizeBytes }] }, guard)
    reply.empty(200, { etag: `"${etag}"`, ...checksumHeaders(checksum) })
  } catch (error) {
    if (!store.isKnownFile(fileId)) files.remove([fileId])
    throw error
  }
}

async function recomputeChecksum(
  { request, files, store }: Exchange,
  source: StoredObject,
): Promise<Checksum | undefined> {
  const wanted = request.amz('x-amz-checksum-algorithm')
  if (wanted === undefined || wanted === source.checksum?.algorithm) return source.checksum
  const algorithm = parseChecksumAlgorithm(wanted)
  const running = startChecksum(algorithm)
  const { slices, release } = store.openRange(source.contentId, 0, source.sizeBytes)
  try {
    for await (const piece of files.read(slices)) running.update(piece)
  } finally {
    release()
  }
  return { algorithm, type: 'FULL_OBJECT', value: running.digest() }
}

export const copyObject: Handler = async (exchange) => {
  const { request, store, files, reply } = exchange
  const { bucket, key } = request
  const source = getCopySource(exchange)
  const directive = request.amz('x-amz-metadata-directive') ?? 'COPY'
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.')
  if (directive === 'COPY' && source.bucket === bucket && source.object.key === key)
    throw new S3Error(
      'InvalidRequest',
      'This copy request is illegal because it copies an object to itself unchanged.',
    )
  const { release } = store.openRange(source.object.contentId, 0, source.object.sizeBytes)
  const pieces: { fileId: string; sizeBytes: number }[] = []
  try {
    const checksum = await recomputeChecksum(exchange, source.object)
    for (const { fileId, sizeBytes } of store.listPieces(source.object.contentId))
      pieces.push({ fileId: await files.duplicate(fileId), sizeBytes })
    const { etag } = source.object
    const headers = directive === 'REPLACE' ? readObjectHeaders(request) : source.object.headers
    store.putObject(
      bucket,
      key,
      { etag, headers, checksum, pieces },
      writeGuard(readConditions(request.header)),
    )
    const copied = store.getObject(bucket, key)
    reply.xml(200, [
      'CopyObjectResult',
      [['LastModified', isoInstant(copied.modifiedAtMs)], ['ETag', `"${etag}"`], checksumNode(checksum)],
    ])
  } catch (error) {
    files.remove(pieces.map(({ fileId }) => fileId).filter((fileId) => !store.isKnownFile(fileId)))
    throw error
  } finally {
    release()
  }
}

export const deleteObject: Handler = ({ request, store, reply }) => {
  const conditions = readConditions(request.header)
  store.deleteObjects(
    request.bucket,
    [request.key],
    conditions.ifMatch === undefined ? undefined : writeGuard(conditions),
  )
  reply.empty(204)
}

export const deleteObjects: Handler = async ({ request, cover, store, reply }) => {
  const covered =
    request.header('content-md5') !== undefined ||
    request.header('x-amz-trailer') !== undefined ||
    Object.keys(request.message.headers).some((name) => name.startsWith('x-amz-checksum-'))
  if (!covered)
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    )
  const document = parseXml(await readText(request, cover, 4 * 1024 ** 2))
  const keys = document.children
    .filter((child) => child.name === 'Object')
    .map((child) => childText(child, 'Key') ?? '')
  if (document.name !== 'Delete' || keys.length === 0 || keys.length > 1000 || keys.includes(''))
    throw new S3Error('MalformedXML', 'Expecting a Delete of 1 to 1000 objects with keys.')
  store.deleteObjects(request.bucket, keys)
  const quiet = childText(document, 'Quiet') === 'true'
  reply.xml(200, ['DeleteResult', quiet ? [] : keys.map((key): XmlNode => ['Deleted', [['Key', key]]])])
}
