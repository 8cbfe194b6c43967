import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { decodeUri, encodeUri } from './uri-encoding.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export const algorithm = 'AWS4-HMAC-SHA256'

export type Scope = { date: string; region: string; service: string }

export const scopeText = ({ date, region, service }: Scope): string =>
  `${date}/${region}/${service}/aws4_request`

export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex')

const hmac = (key: string | Uint8Array, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest()

export const deriveSigningKey = (secret: string, { date, region, service }: Scope): Buffer =>
  hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request')

export type CanonicalInput = {
  method: string
  rawPath: string
  queryPairs: readonly (readonly [name: string, value: string])[]
  signedHeaders: readonly string[]
  header: (name: string) => string | undefined
  payloadHash: string
}

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

export function canonicalRequest(input: CanonicalInput): string {
  const query = input.queryPairs
    .map(([name, value]): [string, string] => [encodeUri(name), encodeUri(value)])
    .sort((left, right) => byCodeUnit(left[0], right[0]) || byCodeUnit(left[1], right[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const headers = input.signedHeaders
    .map((name) => `${name}:${(input.header(name) ?? '').trim().replace(/\s+/g, ' ')}\n`)
    .join('')
  const path = input.rawPath
    .split('/')
    .map((segment) => encodeUri(decodeUri(segment)))
    .join('/')
  return [input.method, path, query, headers, input.signedHeaders.join(';'), input.payloadHash].join('\n')
}

export function signString(
  key: Uint8Array,
  kind: string,
  amzDate: string,
  scope: Scope,
  ...lines: string[]
): string {
  return createHmac('sha256', key)
    .update([kind, amzDate, scopeText(scope), ...lines].join('\n'))
    .digest('hex')
}

export function signCanonical(key: Uint8Array, amzDate: string, scope: Scope, canonical: string): string {
  // Header values reach us one byte a character; they are hashed as the bytes they were.
  return signString(key, algorithm, amzDate, scope, sha256Hex(Buffer.from(canonical, 'latin1')))
}

/** Compares two signatures in constant time. */
export function sameSignature(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
