import { createHash } from 'node:crypto'
import { decodeChunked } from './aws-chunked.ts'
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
  parseChecksumAlgorithm,
  startChecksum,
} from './checksums.ts'
import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'
import type { PayloadCover } from './sigv4.ts'

/** Where the payload goes, a piece at a time. */
export type Sink = (piece: Uint8Array) => Promise<void> | void

export type BodyDigest = { sizeBytes: number; md5Hex: string; checksum: Checksum | undefined }

export type BodyOptions = {
  cover: PayloadCover
  limitBytes: number
  /** Computed even when the request carries none, because the upload it belongs to promised one. */
  algorithm?: ChecksumAlgorithm | undefined
}

type ExpectedChecksum = { algorithm: ChecksumAlgorithm; value: string | undefined }

function findExpectedChecksum(request: S3Request): ExpectedChecksum | undefined {
  const trailing = request.header('x-amz-trailer')?.trim().toLowerCase()
  if (trailing !== undefined) {
    const name = /^x-amz-checksum-([a-z0-9]+)$/.exec(trailing)?.[1]
    if (name === undefined)
      throw new S3Error('InvalidRequest', 'The value of x-amz-trailer is not supported.')
    return { algorithm: parseChecksumAlgorithm(name), value: undefined }
  }
  const given = checksumAlgorithms.filter((algorithm) => request.amz(checksumHeader(algorithm)) !== undefined)
  if (given.length > 1)
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum types are not allowed.',
    )
  const [algorithm] = given
  if (algorithm !== undefined) return { algorithm, value: request.amz(checksumHeader(algorithm)) }
  for (const name of ['x-amz-checksum-algorithm', 'x-amz-sdk-checksum-algorithm']) {
    const named = request.amz(name)
    if (named !== undefined) return { algorithm: parseChecksumAlgorithm(named), value: undefined }
  }
  return undefined
}

/** The payload's length as the request states it. Throws MissingContentLength, as S3 does, when it does not. */
export function declaredLength(request: S3Request, cover: PayloadCover): number {
  const name = cover.kind === 'chunked' ? 'x-amz-decoded-content-length' : 'content-length'
  const value = request.header(name)
  if (value === undefined)
    throw new S3Error('MissingContentLength', `You must provide the ${name} HTTP header.`)
  if (!/^\d{1,15}$/.test(value)) throw new S3Error('InvalidArgument', `${name} is not a length.`)
  return Number(value)
}

function parseContentMd5(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== 16) throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.')
  return bytes.toString('hex')
}

const badDigest = (what: string) =>
  new S3Error('BadDigest', `The ${what} you specified did not match the calculated checksum.`)

/**
 * Pours the payload into `sink` in constant memory and holds it against everything the request said of it: length,
 * signature, Content-MD5, checksum. What was poured may only be kept when this returns.
 */
export async function readBody(request: S3Request, options: BodyOptions, sink: Sink): Promise<BodyDigest> {
  const { cover } = options
  const lengthBytes = declaredLength(request, cover)
  if (lengthBytes > options.limitBytes)
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
  const contentMd5 = parseContentMd5(request.header('content-md5'))
  const expected = findExpectedChecksum(request)
  const trailerName = request.header('x-amz-trailer')?.trim().toLowerCase()
  const algorithm = expected?.algorithm ?? options.algorithm
  const running = algorithm === undefined ? undefined : startChecksum(algorithm)
  const md5 = createHash('md5')
  const sha256 = cover.kind === 'sha256' ? createHash('sha256') : undefined
  let trailing: string | undefined
  let sizeBytes = 0

  request.beginBody()
  // Left open when a check fails midway, so that the refusal still reaches the sender.
  const received: AsyncIterable<Buffer> = request.message.iterator({ destroyOnReturn: false })
  const pieces =
    cover.kind === 'chunked'
      ? decodeChunked(received, {
          ...cover,
          onTrailer(name, value) {
            if (name !== trailerName)
              throw new S3Error('MalformedTrailerError', 'The trailer was not announced.')
            trailing = value
          },
        })
      : received
  for await (const piece of pieces) {
    sizeBytes += piece.length
    if (sizeBytes > lengthBytes)
      throw new S3Error('IncompleteBody', 'The body is longer than its declared length.')
    md5.update(piece)
    sha256?.update(piece)
    running?.update(piece)
    await sink(piece)
  }
  if (sizeBytes !== lengthBytes)
    throw new S3Error(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the length header',
    )
  if (cover.kind === 'sha256' && sha256?.digest('hex') !== cover.hex)
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
  const md5Hex = md5.digest('hex')
  if (contentMd5 !== undefined && contentMd5 !== md5Hex) throw badDigest('Content-MD5')
  if (trailerName !== undefined && trailing === undefined)
    throw new S3Error('MalformedTrailerError', 'The announced trailer did not come.')
  if (running === undefined || algorithm === undefined) return { sizeBytes, md5Hex, checksum: undefined }
  const value = running.digest()
  const stated = trailing ?? expected?.value
  if (stated !== undefined && stated !== value) throw badDigest(algorithm)
  return { sizeBytes, md5Hex, checksum: { algorithm, type: 'FULL_OBJECT', value } }
}

/** A small body as text, for the XML and JSON that clients send; empty when there is none. */
export async function readText(request: S3Request, cover: PayloadCover, limitBytes: number): Promise<string> {
  if (request.header('content-length') === undefined && request.header('transfer-encoding') === undefined)
    return ''
  const pieces: Uint8Array[] = []
  await readBody(request, { cover, limitBytes }, (piece) => {
    pieces.push(piece)
  })
  return Buffer.concat(pieces).toString('utf8')
}
