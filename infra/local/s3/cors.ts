import type { IncomingMessage, ServerResponse } from 'node:http'

const exposed =
  'ETag, Content-Length, Content-Range, Accept-Ranges, Last-Modified, x-amz-request-id, x-amz-version-id, x-amz-checksum-crc32, x-amz-checksum-crc32c, x-amz-checksum-crc64nvme, x-amz-checksum-sha1, x-amz-checksum-sha256, x-amz-checksum-type'

/** Any origin may ask, because no cookie speaks here: only a signature opens anything. */
export function setCorsHeaders(message: IncomingMessage, response: ServerResponse): void {
  const { origin } = message.headers
  if (origin === undefined) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', exposed)
  response.setHeader('vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
}

/** Answers a preflight, which browsers send unsigned; false when the request is none. */
export function answerPreflight(message: IncomingMessage, response: ServerResponse): boolean {
  if (message.method !== 'OPTIONS' || message.headers['access-control-request-method'] === undefined)
    return false
  response.setHeader('access-control-allow-methods', 'GET, PUT, POST, DELETE, HEAD')
  const wanted = message.headers['access-control-request-headers']
  if (wanted !== undefined) response.setHeader('access-control-allow-headers', wanted)
  response.setHeader('access-control-max-age', '3000')
  response.writeHead(200, { 'content-length': 0 })
  response.end()
  return true
}
