import { crc32 } from 'node:zlib'
import { signRequest } from '../../local/s3/index.ts'
import { deriveSigningKey, sha256Hex, signString } from '../../local/s3/sigv4-canonical.ts'
import type { Scene } from './scene.ts'

const chunkBytes = 64 * 1024

/** Puts an object the way SDKs that sign every chunk do (Go, Java, C++), which this one's SDK does not. */
export async function sendSignedChunks(
  scene: Scene,
  key: string,
  body: Buffer,
  { trailer, tamper = false }: { trailer: boolean; tamper?: boolean },
): Promise<Response> {
  const url = scene.url(key)
  const headers = signRequest(
    {
      method: 'PUT',
      url,
      payloadHash: `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${trailer ? '-TRAILER' : ''}`,
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': String(body.length),
        ...(trailer ? { 'x-amz-trailer': 'x-amz-checksum-crc32' } : {}),
      },
    },
    scene.credentials,
    Date.now(),
  )
  const date = headers['x-amz-date'] ?? ''
  const scope = { date: date.slice(0, 8), region: scene.credentials.region, service: 's3' }
  const signingKey = deriveSigningKey(scene.credentials.secretAccessKey, scope)
  let signature = headers['authorization']?.split('Signature=')[1] ?? ''
  const sign = (kind: string, ...lines: string[]): string => {
    signature = signString(signingKey, `AWS4-HMAC-SHA256-${kind}`, date, scope, signature, ...lines)
    return signature
  }
  const frames: Buffer[] = []
  for (let offset = 0; ; offset += chunkBytes) {
    const chunk = body.subarray(offset, offset + chunkBytes)
    frames.push(
      Buffer.from(
        `${chunk.length.toString(16)};chunk-signature=${sign('PAYLOAD', sha256Hex(''), sha256Hex(chunk))}\r\n`,
      ),
      chunk,
    )
    if (chunk.length === 0) break
    frames.push(Buffer.from('\r\n'))
  }
  if (trailer) {
    const checksum = Buffer.alloc(4)
    checksum.writeUInt32BE(crc32(body))
    const line = `x-amz-checksum-crc32:${checksum.toString('base64')}`
    frames.push(
      Buffer.from(`${line}\r\nx-amz-trailer-signature:${sign('TRAILER', sha256Hex(`${line}\n`))}\r\n`),
    )
  }
  const sent = Buffer.concat([...frames, Buffer.from('\r\n')])
  if (tamper) sent.writeUInt8((sent[70_000] ?? 0) ^ 1, 70_000)
  return fetch(url, { method: 'PUT', headers, body: sent })
}
