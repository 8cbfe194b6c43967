import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openDatabase } from '@cuepoint/db'
import { systemClock } from '@cuepoint/domain'
import { createMailer } from '@cuepoint/mail'
import { createObjectStore } from '@cuepoint/storage'
import { buildApp } from './app.ts'
import { type ApiConfig, ConfigFaults, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { endPhases } from './shutdown.ts'

const config = configOrEnd()
const log = createLog(config)

const database = (url: string, size: number, name: string) =>
  openDatabase({
    url,
    size,
    applicationName: `cuepoint-${name}`,
    onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
const db = database(config.apiDatabaseUrl, 12, 'api')
const authDb = database(config.authDatabaseUrl, 6, 'auth')
const { endpoint, publicEndpoint, ...bucket } = config.s3
const storage = createObjectStore({
  ...bucket,
  ...(publicEndpoint === undefined ? {} : { publicEndpoint }),
  ...(endpoint === undefined ? { forcePathStyle: false } : { endpoint, forcePathStyle: true }),
})
const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom })

const { tls } = config
const app = await buildApp({
  ...(tls && { tls: { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) } }),
  config,
  db,
  authDb,
  storage,
  mailer,
  clock: systemClock,
  random: randomBytes,
  log,
  enforcement: 'on',
})

let ending = false
async function end(reason: string, exitCode: number): Promise<void> {
  if (ending) return
  ending = true
  log.info({ reason }, 'ending')
  // All limits together stay under the half minute that whoever stops us allows.
  await endPhases(
    [
      // New requests are turned away, running ones finish; the streams of events are ended by their plugin.
      { name: 'requests', limitMs: 20_000, end: () => app.close() },
      { name: 'connections', limitMs: 1_000, end: () => app.server.closeAllConnections() },
      {
        name: 'parts',
        limitMs: 5_000,
        end: async () => {
          mailer.close()
          storage.close()
          await Promise.all([db.close(), authDb.close()])
        },
      },
    ],
    (phase, outcome) => log.info({ phase, outcome }, 'a phase of the shutdown'),
  )
  log.flush()
  process.exit(exitCode)
}

process.on('SIGTERM', () => void end('SIGTERM', 0))
process.on('SIGINT', () => void end('SIGINT', 0))
process.on('uncaughtException', (error) => {
  log.error({ err: error }, 'nobody caught an error')
  void end('uncaught error', 1)
})

try {
  const address = await app.listen({ host: config.host, port: config.port })
  log.info({ port: Number(new URL(address).port), version: config.version }, 'listening')
} catch (error) {
  log.error({ err: error }, 'cannot listen')
  await end('cannot listen', 1)
}

function configOrEnd(): ApiConfig {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
