import { createHash } from 'node:crypto'
import { S3Error } from './s3-error.ts'
import type { ChunkSigning } from './sigv4.ts'
import { sameSignature, sha256Hex, signString } from './sigv4-canonical.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html */
export type ChunkedOptions = {
  /** Undefined when the chunks carry no signatures. */
  signing: ChunkSigning | undefined
  trailer: boolean
  onTrailer: (name: string, value: string) => void
}

const longestLine = 4096
const incomplete = () => new S3Error('IncompleteBody', 'The request body terminated unexpectedly')
const mismatch = () =>
  new S3Error('SignatureDoesNotMatch', 'A chunk signature does not match the one calculated.')

/** Reads lines and counted bytes from a stream without ever holding more than the piece at hand. */
function startReader(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]()
  let pending: Buffer = Buffer.alloc(0)
  const pull = async (): Promise<Buffer> => {
    const next = await iterator.next()
    if (next.done === true) throw incomplete()
    return Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
  }
  return {
    async line(): Promise<string> {
      let end = pending.indexOf('\r\n')
      while (end === -1) {
        if (pending.length > longestLine) throw new S3Error('InvalidRequest', 'A chunk header is too long.')
        pending = Buffer.concat([pending, await pull()])
        end = pending.indexOf('\r\n')
      }
      const line = pending.toString('latin1', 0, end)
      pending = pending.subarray(end + 2)
      return line
    },
    async *bytes(count: number): AsyncGenerator<Buffer> {
      let left = count
      while (left > 0) {
        if (pending.length === 0) pending = await pull()
        const piece = pending.subarray(0, left)
        pending = pending.subarray(piece.length)
        left -= piece.length
        if (piece.length > 0) yield piece
      }
    },
  }
}

function startSigner(signing: ChunkSigning) {
  let previous = signing.seedSignature
  const check = (expected: string, sent: string | undefined): void => {
    if (sent === undefined || !sameSignature(expected, sent)) throw mismatch()
    previous = expected
  }
  const sign = (kind: string, ...lines: string[]): string =>
    signString(signing.key, `AWS4-HMAC-SHA256-${kind}`, signing.amzDate, signing.scope, previous, ...lines)
  return {
    chunk: (dataHash: string, sent: string | undefined) =>
      check(sign('PAYLOAD', sha256Hex(''), dataHash), sent),
    trailer: (lines: string, sent: string | undefined) => check(sign('TRAILER', sha256Hex(lines)), sent),
  }
}

/**
 * The payload inside an aws-chunked body. A chunk's bytes are handed on before its signature can be known to hold, so
 * nothing may be kept until the iteration has ended without an error.
 */
export async function* decodeChunked(
  source: AsyncIterable<Uint8Array>,
  { signing, trailer, onTrailer }: ChunkedOptions,
): AsyncGenerator<Buffer> {
  const reader = startReader(source)
  const signer = signing === undefined ? undefined : startSigner(signing)
  for (;;) {
    const [size = '', ...extensions] = (await reader.line()).split(';')
    if (!/^[0-9a-fA-F]{1,12}$/.test(size)) throw new S3Error('InvalidRequest', 'A chunk size is malformed.')
    const sent = extensions.find((extension) => extension.startsWith('chunk-signature='))?.slice(16)
    const length = Number.parseInt(size, 16)
    const hash = signer === undefined ? undefined : createHash('sha256')
    for await (const piece of reader.bytes(length)) {
      hash?.update(piece)
      yield piece
    }
    if (hash !== undefined) signer?.chunk(hash.digest('hex'), sent)
    if (length === 0) break
    if ((await reader.line()) !== '')
      throw new S3Error('InvalidRequest', 'A chunk is longer than its size says.')
  }
  let signed = ''
  let trailerSignature: string | undefined
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const at = line.indexOf(':')
    if (!trailer || at === -1)
      throw new S3Error('MalformedTrailerError', 'The request has a malformed trailer.')
    const name = line.slice(0, at).trim().toLowerCase()
    const value = line.slice(at + 1).trim()
    if (name === 'x-amz-trailer-signature') trailerSignature = value
    else {
      signed += `${name}:${value}\n`
      onTrailer(name, value)
    }
  }
  if (trailer) signer?.trailer(signed, trailerSignature)
}
