import { randomBytes } from 'node:crypto'
import { openDatabase } from '@cuepoint/db'
import { createMailer } from '@cuepoint/mail'
import { createObjectStore } from '@cuepoint/storage'
import { ConfigFaults, readConfig, type WorkerConfig } from './config.ts'
import { describeWrapper } from './ffmpeg/wrapper.ts'
import { createLog } from './log.ts'
import { findMediaTool } from './media-tool.ts'
import { type Originals, openOriginals } from './original/originals.ts'
import { clearScratch } from './scratch.ts'
import { buildWorker, type Worker } from './worker.ts'

/** Whoever stops us allows half a minute. */
const END_LIMIT_MS = 29_000

const config = configOrEnd()
const log = createLog(config.logLevel)
const db = openDatabase({
  url: config.databaseUrl,
  size: 8,
  applicationName: 'cuepoint-worker',
  onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
})
const { endpoint, ...bucket } = config.s3
const storage = createObjectStore({
  ...bucket,
  ...(endpoint === undefined ? { forcePathStyle: false } : { endpoint, forcePathStyle: true }),
})
const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom })

let worker: Worker | undefined
let originals: Originals | undefined
let ending = false

async function end(reason: string, exitCode: number): Promise<void> {
  if (ending) return
  ending = true
  log.info({ reason }, 'ending')
  setTimeout(() => process.exit(exitCode || 1), END_LIMIT_MS).unref()
  try {
    await worker?.close()
    await originals?.close()
    mailer.close()
    storage.close()
    await db.close()
    log.info({}, 'ended')
  } catch (error) {
    log.error({ err: error }, 'trouble while ending')
  }
  log.flush()
  process.exit(exitCode)
}

process.on('SIGTERM', () => void end('SIGTERM', 0))
process.on('SIGINT', () => void end('SIGINT', 0))
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'nobody caught an error')
  void end('uncaught error', 1)
})

try {
  await clearScratch(config.scratchDir)
  const tool = await findMediaTool(config)
  log.info(describeWrapper(tool.wrapper), 'media tools are held to these limits')
  originals = await openOriginals(storage, config.scratchDir)
  worker = await buildWorker({
    config,
    db,
    storage,
    originals,
    mailer,
    tool,
    randomHex: () => randomBytes(16).toString('hex'),
    log,
  })
  log.info({ queue: worker.queue, version: config.version }, 'ready')
  process.send?.({ ready: true })
} catch (error) {
  process.stderr.write(`The worker cannot start: ${error instanceof Error ? error.message : String(error)}\n`)
  log.error({ err: error }, 'cannot start')
  await end('cannot start', 1)
}

function configOrEnd(): WorkerConfig {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
