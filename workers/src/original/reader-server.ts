import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { SparseCopy } from './sparse-copy.ts'

/** Where ffmpeg reads originals from: this machine's loopback, under names nobody can guess. */
export interface ReaderServer {
  /** The address of a copy, until `end` is called. `onFault` hears what storage could not do. */
  serve(
    copy: SparseCopy,
    sizeBytes: number,
    onFault: (error: unknown) => void,
  ): { readonly url: string; readonly end: () => void }
  close(): Promise<void>
}

type Served = {
  copy: SparseCopy
  sizeBytes: number
  onFault: (error: unknown) => void
  ended: AbortController
}

export async function startReaderServer(): Promise<ReaderServer> {
  const served = new Map<string, Served>()
  const server = createServer((request, response) => {
    const found = served.get(request.url ?? '')
    if (!found || request.method !== 'GET') return void response.writeHead(404).end()
    answer(found, request, response).catch((error: unknown) => {
      found.onFault(error)
      response.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  return {
    serve(copy, sizeBytes, onFault) {
      const path = `/${randomBytes(24).toString('hex')}`
      const ended = new AbortController()
      served.set(path, { copy, sizeBytes, onFault, ended })
      return {
        url: `http://127.0.0.1:${port}${path}`,
        end: () => {
          served.delete(path)
          ended.abort()
        },
      }
    },
    async close() {
      for (const { ended } of served.values()) ended.abort()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function answer(found: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { copy, sizeBytes, ended } = found
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? 'bytes=0-')?.[1] ?? Number.NaN)
  if (!(start < sizeBytes)) {
    response.writeHead(416, { 'content-range': `bytes */${sizeBytes}` }).end()
    return
  }
  response.writeHead(206, {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'content-length': sizeBytes - start,
    'content-range': `bytes ${start}-${sizeBytes - 1}/${sizeBytes}`,
  })
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const signal = AbortSignal.any([gone.signal, ended.signal])
  for await (const piece of copy.read(start, signal)) {
    await taken(response, piece, signal)
    if (signal.aborted) return
  }
  response.end()
}

/** Resolves once the piece is on the line, or nobody wants it: a reader that jumps elsewhere closes the line. */
async function taken(response: ServerResponse, piece: Uint8Array, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const gone = () => resolve()
  signal.addEventListener('abort', gone, { once: true })
  response.write(piece, gone)
  if (signal.aborted) gone()
  await promise
  signal.removeEventListener('abort', gone)
}
