import { createReadStream, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.jpg': 'image/jpeg',
  '.vtt': 'text/vtt',
}

export type Served = {
  url: string
  /** Path, size and status of all that was asked for. */
  log: { path: string; sizeBytes: number; status: number }[]
  /**
   * What is at `path` is only promised: a request is held for `holdMs` and then answered as the API answers, until
   * `madeAfterMs` have passed since it was first asked for.
   */
  promise: (path: string, times: { madeAfterMs: number; holdMs: number }) => void
  close: () => Promise<void>
}

type Promised = { made: boolean; waiting: Set<() => void>; start: () => void; holdMs: number }

/** Serves built pages under `/` and a clip under `/media/`, on a free port of this machine. */
export async function serve(pages: string, media: string): Promise<Served> {
  const log: Served['log'] = []
  const promises = new Map<string, Promised>()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = normalize(new URL(request.url ?? '/', 'http://here').pathname)
    const file = path.startsWith('/media/') ? join(media, path.slice('/media/'.length)) : join(pages, path)
    const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size
    const promised = promises.get(path)
    if (promised && !(await held(promised))) {
      log.push({ path, sizeBytes: 0, status: 503 })
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' })
      return void response.end(JSON.stringify({ status: 503, code: 'media-not-made-yet' }))
    }
    log.push({ path, sizeBytes: sizeBytes ?? 0, status: sizeBytes === undefined ? 404 : 200 })
    if (sizeBytes === undefined) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': sizeBytes,
      'cache-control': 'no-store',
    })
    createReadStream(file).pipe(response)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    promise(path, { madeAfterMs, holdMs }) {
      let begun = false
      const promised: Promised = {
        made: false,
        waiting: new Set(),
        holdMs,
        start() {
          if (begun) return
          begun = true
          setTimeout(() => {
            promised.made = true
            for (const go of promised.waiting) go()
          }, madeAfterMs)
        },
      }
      promises.set(path, promised)
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Whether it was made while the request was held. */
async function held(promised: Promised): Promise<boolean> {
  promised.start()
  if (promised.made) return true
  return await new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      promised.waiting.delete(end)
      resolve(promised.made)
    }
    const timer = setTimeout(end, promised.holdMs)
    promised.waiting.add(end)
  })
}
