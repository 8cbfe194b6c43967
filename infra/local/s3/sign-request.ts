import { amzDate } from './instants.ts'
import type { Credentials } from './sigv4.ts'
import {
  algorithm,
  canonicalRequest,
  deriveSigningKey,
  scopeText,
  sha256Hex,
  signCanonical,
} from './sigv4-canonical.ts'
import { parseQuery } from './uri-encoding.ts'

export type RequestToSign = {
  method: string
  url: URL
  /** Signed along with host and date; names in lower case. */
  headers?: Readonly<Record<string, string>>
  /** The body's SHA-256 in hex or one of S3's names for an unsigned or chunked payload. */
  payloadHash?: string
}

/** The headers a request needs to be accepted: those given, the date, the payload's hash and the signature. */
export function signRequest(
  { method, url, headers = {}, payloadHash = sha256Hex('') }: RequestToSign,
  { accessKeyId, secretAccessKey, region }: Credentials,
  nowMs: number,
): Record<string, string> {
  const date = amzDate(nowMs)
  const scope = { date: date.slice(0, 8), region, service: 's3' }
  const own = { ...headers, 'x-amz-date': date, 'x-amz-content-sha256': payloadHash }
  const all: Record<string, string> = { ...own, host: url.host }
  const signedHeaders = Object.keys(all).sort()
  const canonical = canonicalRequest({
    method,
    rawPath: url.pathname,
    queryPairs: parseQuery(url.search.slice(1)),
    signedHeaders,
    header: (name) => all[name],
    payloadHash,
  })
  const signature = signCanonical(deriveSigningKey(secretAccessKey, scope), date, scope, canonical)
  const credential = `${accessKeyId}/${scopeText(scope)}`
  return {
    ...own,
    authorization: `${algorithm} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  }
}
