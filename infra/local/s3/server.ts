import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { nowMs } from '@cuepoint/domain'
import { answer } from './answer.ts'
import { answerPreflight, setCorsHeaders } from './cors.ts'
import { openDatabase } from './database.ts'
import type { Ground } from './exchange.ts'
import { changeFaults, type FaultSettings, soundEndpoint } from './faults.ts'
import { openFileStore } from './files.ts'
import { httpDate } from './instants.ts'
import { createMultipartStore } from './multipart.ts'
import type { Credentials } from './sigv4.ts'
import { createStore } from './store.ts'

export type S3ServerOptions = Credentials & {
  /** Everything lies in here; one process at a time. */
  dataDir: string
  /** Milliseconds since the epoch. */
  clock?: () => number
  /** From 0 to below 1; decides which requests a fault meets. */
  random?: () => number
  faults?: Partial<FaultSettings>
  /** Told of faults of the endpoint's own, never of refusals. */
  onError?: (error: unknown) => void
}

export type S3Server = {
  server: Server
  /** Opens the data directory, sweeps what a crash left and listens on loopback; port 0 takes a free one. */
  listen(port: number): Promise<{ port: number }>
  /** Lets requests under way end for a few seconds, then closes everything. */
  close(): Promise<void>
  faults: { get(): FaultSettings; change(changes: unknown): void }
}

const idleMs = 120_000
const closeGraceMs = 5_000

async function openGround(options: S3ServerOptions, clock: () => number): Promise<Ground> {
  const files = await openFileStore(options.dataDir)
  const database = openDatabase(options.dataDir)
  try {
    const store = createStore(database, files, clock)
    await files.sweep(store.isKnownFile)
    const multipart = createMultipartStore(database, store, files, clock)
    return { database, files, store, multipart, nowMs: clock, credentials: options }
  } catch (error) {
    database.close()
    throw error
  }
}

/** An S3-compatible endpoint over one directory. Nothing is read or written before `listen`. */
export function createS3Server(options: S3ServerOptions): S3Server {
  const clock = options.clock ?? nowMs
  const random = options.random ?? Math.random
  let settings = changeFaults(soundEndpoint, options.faults ?? {})
  let ground: Ground | undefined
  const faults = {
    get: () => settings,
    change(changes: unknown) {
      settings = changeFaults(settings, changes)
    },
  }

  const handle = (message: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void => {
    // A reset is an everyday event here and must not end the process.
    response.on('error', () => undefined)
    response.sendDate = false
    response.setHeader('date', httpDate(clock()))
    response.setHeader('server', 'cuepoint-s3')
    response.setHeader('x-amz-request-id', randomUUID())
    setCorsHeaders(message, response)
    if (answerPreflight(message, response)) return
    if (ground === undefined) return void response.writeHead(503).end()
    answer(ground, { message, response, awaitsContinue, faults, random }).catch((error: unknown) => {
      options.onError?.(error)
      response.destroy()
    })
  }

  const server = createServer({ requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 75_000 })
  // No limit on the whole, for thin lines; but a line on which nothing moves is given up.
  server.setTimeout(idleMs)
  server.on('request', (message, response) => handle(message, response, false))
  server.on('checkContinue', (message, response) => handle(message, response, true))

  return {
    server,
    faults,
    async listen(port) {
      const opened = await openGround(options, clock)
      try {
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject)
          server.listen(port, '127.0.0.1', () => {
            server.off('error', reject)
            resolve()
          })
        })
      } catch (error) {
        opened.database.close()
        throw error
      }
      ground = opened
      return { port: (server.address() as AddressInfo).port }
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      server.closeIdleConnections()
      const given = new AbortController()
      const patience = wait(closeGraceMs, undefined, { signal: given.signal }).catch(() => undefined)
      await Promise.race([closed, patience])
      given.abort()
      server.closeAllConnections()
      await closed
      await ground?.files.settled()
      ground?.database.close()
      ground = undefined
    },
  }
}
