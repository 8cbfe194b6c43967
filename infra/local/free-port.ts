import { createServer } from 'node:net'

/** A loopback port that nothing listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** Whether a server could listen there now. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  return await new Promise((done) => {
    server.once('error', () => done(false))
    server.listen(port, host, () => server.close(() => done(true)))
  })
}
