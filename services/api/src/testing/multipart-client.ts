import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'

const boundary = 'cuepoint-test-boundary'

export type Part = { name: string; filename?: string; type?: string; bytes: Uint8Array | string }

export const partHead = ({ name, filename, type }: Omit<Part, 'bytes'>): string =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${
    filename === undefined ? '' : `; filename="${filename}"`
  }\r\n${type === undefined ? '' : `content-type: ${type}\r\n`}\r\n`

export const multipartEnd = `\r\n--${boundary}--\r\n`

export const multipartBody = (...parts: Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap((part, index) => [
      Buffer.from(`${index > 0 ? '\r\n' : ''}${partHead(part)}`),
      Buffer.from(part.bytes),
    ]),
    Buffer.from(parts.length > 0 ? multipartEnd : `--${boundary}--\r\n`),
  ])

export type Answer = {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
  json: () => unknown
}

/** An upload under way: bytes are written by the test, and the answer may come before they are all sent. */
export type OpenRequest = { request: ClientRequest; answer: Promise<Answer> }

/** Opens a PUT on a socket of its own. Without `contentLength` the body is chunked. */
export function openPut(
  port: number,
  path: string,
  headers: Record<string, string>,
  contentLength?: number,
): OpenRequest {
  const put = request({
    port,
    path,
    host: '127.0.0.1',
    method: 'PUT',
    agent: false,
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
      ...(contentLength !== undefined && { 'content-length': String(contentLength) }),
    },
  })
  put.flushHeaders()
  return { request: put, answer: readAnswer(put) }
}

async function readAnswer(put: ClientRequest): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    put.once('response', resolve)
    // Once the answer is here, a line that is cut behind it is as it should be.
    put.on('error', reject)
  })
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body,
    json: () => JSON.parse(body.toString('utf8')) as unknown,
  }
}

/** Sends a whole body and reads the answer. */
export async function put(
  port: number,
  path: string,
  headers: Record<string, string>,
  body: Uint8Array,
): Promise<Answer> {
  const open = openPut(port, path, headers, body.length)
  open.request.end(body)
  return await open.answer
}

/** Writes at the pace the other side reads. */
export async function write(open: OpenRequest, bytes: Uint8Array | string): Promise<void> {
  if (open.request.write(bytes)) return
  const over = new AbortController()
  const { signal } = over
  await Promise.race([once(open.request, 'drain', { signal }), once(open.request, 'close', { signal })])
  over.abort()
}
