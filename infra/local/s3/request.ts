import type { IncomingMessage } from 'node:http'
import { decodeUri, parseQuery } from './uri-encoding.ts'

/** A request taken apart, before anybody has said whether it may be answered. */
export type S3Request = {
  message: IncomingMessage
  /** Tells a client that waits for it (Expect: 100-continue) to send the body. */
  beginBody: () => void
  method: string
  /** As sent, still percent-encoded. */
  rawPath: string
  bucket: string
  key: string
  /** Every query parameter in the order it was sent, decoded. */
  queryPairs: readonly (readonly [name: string, value: string])[]
  query: ReadonlyMap<string, string>
  /** Of a name in lower case. */
  header: (name: string) => string | undefined
  /** An `x-amz-*` value from its header or, because presigning moves headers there, from the query. */
  amz: (name: string) => string | undefined
}

/** Throws InvalidURI when the path or the query cannot be decoded. */
export function parseRequest(message: IncomingMessage, beginBody: () => void): S3Request {
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  const rawPath = mark === -1 ? target : target.slice(0, mark)
  const queryPairs = parseQuery(mark === -1 ? '' : target.slice(mark + 1))
  const slash = rawPath.indexOf('/', 1)
  const query = new Map(queryPairs)
  const hoisted = new Map(queryPairs.map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: string): string | undefined => {
    const value = message.headers[name]
    return Array.isArray(value) ? value.join(',') : value
  }
  return {
    message,
    beginBody,
    method: message.method ?? 'GET',
    rawPath,
    bucket: decodeUri(slash === -1 ? rawPath.slice(1) : rawPath.slice(1, slash)),
    key: slash === -1 ? '' : decodeUri(rawPath.slice(slash + 1)),
    queryPairs,
    query,
    header,
    amz: (name) => header(name) ?? hoisted.get(name),
  }
}
