import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A place on loopback that nobody has any business with. */
export type Canary = {
  readonly url: string
  /** Whoever connected, whether anything was asked or not. */
  readonly calls: () => number
  readonly close: () => void
}

export async function openCanary(): Promise<Canary> {
  let calls = 0
  const server = createServer((_request, response) => response.writeHead(404).end())
  server.on('connection', () => {
    calls += 1
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
