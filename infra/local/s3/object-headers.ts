import type { S3Request } from './request.ts'
import type { ObjectHeaders } from './store.ts'

const kept = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']

/** What is stored with an object and given back with it. */
export function readObjectHeaders(request: S3Request): ObjectHeaders {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const name of kept) {
    const value = request.header(name)
    if (value !== undefined) headers[name] = value
  }
  // aws-chunked is how the body travelled, not what it is.
  const encoding = request
    .header('content-encoding')
    ?.split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== 'aws-chunked' && entry !== '')
    .join(', ')
  if (encoding) headers['content-encoding'] = encoding
  for (const [name, value] of Object.entries(request.message.headers))
    if (name.startsWith('x-amz-meta-') && typeof value === 'string') headers[name] = value
  for (const [name, value] of request.queryPairs)
    if (name.toLowerCase().startsWith('x-amz-meta-')) headers[name.toLowerCase()] = value
  return headers
}

const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

/** The `response-*` parameters with which the holder of a signature says what a download shall be called. */
export const readOverrides = (request: S3Request): ObjectHeaders =>
  Object.fromEntries(
    overrides.flatMap((name) => {
      const value = request.query.get(`response-${name}`)
      return value === undefined ? [] : [[name, value]]
    }),
  )
