import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ground, type Part, startPostgres, startRedis } from '@cuepoint/infra/local'
import type { QueueSettings } from '@cuepoint/jobs'
import { migrateQueueSchema } from '@cuepoint/jobs/migrate'
import { Redis } from 'ioredis'
import { Client } from 'pg'

/** One store a queue can live in, and what can be done to it. */
export type Store = {
  readonly kind: QueueSettings['backend']
  readonly version: string
  /** Settings for a queue that no other check sees. */
  readonly fresh: () => Promise<QueueSettings>
  /** Everything the queue knew is gone; the server goes on. */
  readonly empty: (settings: QueueSettings) => Promise<void>
  /** The server dies without warning and comes back at the same address. */
  readonly crash: () => Promise<void>
  readonly stop: () => Promise<void>
}

export type Stores = { readonly redis: Store; readonly postgres: Store; readonly stop: () => Promise<void> }

export async function openStores(root: string): Promise<Stores> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuepoint-queue-'))
  // As root the database runs as another user, who has to get there.
  await chmod(dataDir, 0o711)
  const env = Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'TMPDIR', 'CUEPOINT_NO_APT', 'http_proxy', 'https_proxy', 'no_proxy'].map(
      (name) => [name, process.env[name]],
    ),
  )
  const ground: Ground = {
    root,
    dataDir,
    cacheDir: join(root, '.cache'),
    env,
    durable: true,
    say: console.log,
  }
  const redis = await openRedis(ground)
  const postgres = await openPostgres(ground)
  return {
    redis,
    postgres,
    stop: async () => {
      await redis.stop()
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function openRedis(ground: Ground): Promise<Store> {
  let part = await startRedis(ground)
  const url = part.env['REDIS_URL']
  if (!url) throw new Error('this suite needs a Redis, and none could be had on this machine')
  return {
    kind: 'redis',
    version: `Redis ${part.version}`,
    fresh: async () => ({ backend: 'redis', url, prefix: `suite-${randomBytes(6).toString('hex')}` }),
    empty: async () => {
      const client = new Redis(url)
      await client.flushall()
      client.disconnect()
    },
    crash: async () => {
      await kill(part)
      part = await startRedis(ground, part.port)
    },
    stop: () => part.stop(),
  }
}

async function openPostgres(ground: Ground): Promise<Store> {
  let part = await startPostgres(ground)
  const url = part.env['DATABASE_URL'] ?? ''
  return {
    kind: 'postgres',
    version: `PostgreSQL ${part.version}`,
    fresh: async () => {
      const name = `suite_${randomBytes(6).toString('hex')}`
      await runSql(url, `create database ${name}`)
      const own = new URL(url)
      own.pathname = `/${name}`
      await migrateQueueSchema({ url: own.href })
      return { backend: 'postgres', url: own.href }
    },
    empty: (settings) =>
      runSql(settings.url, 'delete from bullmq.job; delete from bullmq.scheduler; delete from bullmq.meta'),
    crash: async () => {
      await kill(part)
      part = await comeBack(() => startPostgres(ground, part.port))
    },
    stop: () => part.stop(),
  }
}

/** The killed server's own children may hold its memory for a moment longer. */
async function comeBack(start: () => Promise<Part>): Promise<Part> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start()
    } catch (error) {
      if (tries >= 5 || !String(error).includes('still in use')) throw error
    }
  }
}

async function kill(part: Part): Promise<void> {
  if (!part.child) throw new Error(`${part.name} is not ours to kill`)
  part.child.process.kill('SIGKILL')
  await part.stop()
}

export async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
