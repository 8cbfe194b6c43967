import { createHash } from 'node:crypto'
import type { BodyDigest, Sink } from './body.ts'
import { type ChecksumAlgorithm, startChecksum } from './checksums.ts'
import type { Exchange } from './exchange.ts'
import type { Part } from './multipart.ts'
import { S3Error } from './s3-error.ts'

/** A request's body, or bytes that lie here already. */
export type PartSource =
  | ((sink: Sink, algorithm: ChecksumAlgorithm | undefined) => Promise<BodyDigest>)
  | AsyncIterable<Uint8Array>

function readPartNumber({ request }: Exchange): number {
  const value = request.query.get('partNumber') ?? ''
  const partNumber = Number(value)
  if (!/^\d{1,5}$/.test(value) || partNumber < 1 || partNumber > 10_000)
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive')
  return partNumber
}

async function copyTo(
  sink: Sink,
  source: AsyncIterable<Uint8Array>,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<BodyDigest> {
  const md5 = createHash('md5')
  const running = algorithm === undefined ? undefined : startChecksum(algorithm)
  let sizeBytes = 0
  for await (const piece of source) {
    sizeBytes += piece.length
    md5.update(piece)
    running?.update(piece)
    await sink(piece)
  }
  const checksum =
    algorithm === undefined || running === undefined
      ? undefined
      : ({ algorithm, type: 'FULL_OBJECT', value: running.digest() } as const)
  return { sizeBytes, md5Hex: md5.digest('hex'), checksum }
}

/** Writes one part of the upload the request names. Throws NoSuchUpload, and keeps nothing, when it has ended. */
export async function pourPart(exchange: Exchange, source: PartSource): Promise<Part> {
  const { request, multipart, files, store, nowMs } = exchange
  const partNumber = readPartNumber(exchange)
  const upload = multipart.getUpload(request.bucket, request.key, request.query.get('uploadId') ?? '')
  const algorithm = upload.checksum?.algorithm
  const { fileId, result } = await files.write((sink) =>
    typeof source === 'function' ? source(sink, algorithm) : copyTo(sink, source, algorithm),
  )
  try {
    if (algorithm !== undefined && result.checksum?.algorithm !== algorithm)
      throw new S3Error(
        'InvalidRequest',
        `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}`,
      )
    const part = {
      partNumber,
      fileId,
      sizeBytes: result.sizeBytes,
      etag: result.md5Hex,
      checksum: result.checksum,
      modifiedAtMs: nowMs(),
    }
    multipart.putPart(upload, part)
    return part
  } catch (error) {
    if (!store.isKnownFile(fileId)) files.remove([fileId])
    throw error
  }
}
