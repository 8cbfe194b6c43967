import { createReadStream, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
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
}

export type Served = {
  url: string /** Path and size of all that was asked for. */
  log: { path: string; sizeBytes: number }[]
  close: () => Promise<void>
}

/** Serves built pages under `/` and a clip under `/media/`, on a free port of this machine. */
export async function serve(pages: string, media: string): Promise<Served> {
  const log: Served['log'] = []
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://here').pathname)
    const file = path.startsWith('/media/') ? join(media, path.slice('/media/'.length)) : join(pages, path)
    const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size
    if (sizeBytes === undefined) return void response.writeHead(404).end()
    log.push({ path, sizeBytes })
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': sizeBytes,
      'cache-control': 'no-store',
    })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
