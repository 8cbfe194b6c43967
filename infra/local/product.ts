import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { databaseRoles, migrate } from '@cuepoint/db'
import { migrateQueueSchema } from '@cuepoint/jobs/migrate'
import { reachable, startApi } from './api.ts'
import { ensureBucket } from './bucket.ts'
import { findFfmpeg } from './ffmpeg.ts'
import type { Lan } from './lan.ts'
import { startMail } from './mail.ts'
import type { Ground, Part } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { startS3 } from './s3.ts'
import { loadSecrets } from './secrets.ts'
import { type StartPart, type Supervised, supervise } from './supervise.ts'
import { buildWeb } from './web-build.ts'
import { startWorker } from './worker.ts'

export type ProductOptions = {
  readonly host: string
  readonly port: number
  /** Given for https, and for devices of the same network. */
  readonly lan?: Lan | undefined
  /** Told when a part cannot be kept up; the caller then stops the product. */
  readonly gaveUp: (reason: string) => void
}

export type PartName = 'postgres' | 'redis' | 's3' | 'mail' | 'ffmpeg' | 'api' | 'worker'

export type Product = {
  readonly url: string
  /** Where the caught mails can be read; undefined where a mail server was given. */
  readonly mailPageUrl: string | undefined
  /** What the processes were told: addresses, passwords, paths. */
  readonly env: Readonly<Record<string, string>>
  readonly part: (name: PartName) => Supervised
  /** API and worker first, the database last. */
  readonly stop: () => Promise<void>
}

/** Brings up the whole product on a ground: the parts, the migrated database, the pages, the API and the worker. */
export async function startProduct(ground: Ground, options: ProductOptions): Promise<Product> {
  const running = new Map<PartName, Supervised>()
  const env: Record<string, string> = { CUEPOINT_VERSION: versionOf(ground.root) }
  const up = async (name: PartName, start: StartPart): Promise<void> => {
    const supervised = await supervise(start, ground.say, options.gaveUp)
    running.set(name, supervised)
    Object.assign(env, supervised.part().env)
    ground.say(describe(supervised.part()))
  }
  const stop = async (): Promise<void> => {
    const names: readonly (readonly PartName[])[] = [
      ['api', 'worker'],
      ['mail'],
      ['s3'],
      ['redis'],
      ['postgres'],
    ]
    for (const together of names)
      await Promise.all(together.map(async (name) => await running.get(name)?.stop()))
  }
  try {
    const [web] = await allOf([
      buildWeb(ground),
      up('postgres', async (before) => await startPostgres(ground, before?.port)),
      up('redis', async (before) => await startRedis(ground, before?.port)),
      up('s3', async (before) => await startS3(ground, before?.port)),
      up('mail', async (before) => await startMail(ground, before)),
      up('ffmpeg', async () => await findFfmpeg(ground)),
    ])
    ground.say(
      describe({ name: 'web', version: web.version, from: web.built ? 'web, built just now' : 'web/dist' }),
    )
    Object.assign(env, ownSettings(ground, options), { WEB_DIR: web.dir })
    await allOf([prepareDatabase(ground, env), ensureBucket(env)])
    await allOf([
      up('api', async () => await startApi(ground, { env, host: options.host, port: options.port })),
      up('worker', async () => await startWorker(ground, env)),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: env['PUBLIC_URL'] ?? '',
    mailPageUrl: env['MAIL_PAGE_URL'],
    env,
    part: (name) => {
      const found = running.get(name)
      if (!found) throw new Error(`${name} is not running`)
      return found
    },
    stop,
  }
}

/** All side by side. When one fails the others are waited for, so that nothing comes up after it was to be stopped. */
async function allOf<const Work extends readonly Promise<unknown>[]>(
  work: Work,
): Promise<{ -readonly [Index in keyof Work]: Awaited<Work[Index]> }> {
  await Promise.allSettled(work)
  return await Promise.all(work)
}

function ownSettings(ground: Ground, { host, port, lan }: ProductOptions): Record<string, string> {
  const [address] = lan?.addresses ?? []
  const outer = address === undefined ? `http://${reachable(host)}:${port}` : `https://${address}:${port}`
  return {
    PUBLIC_URL: ground.env['PUBLIC_URL'] ?? outer,
    ...(lan && { TLS_CERT_FILE: lan.certFile, TLS_KEY_FILE: lan.keyFile }),
    AUTH_SECRET: ground.env['AUTH_SECRET'] ?? loadSecrets(ground.dataDir).auth,
    SCRATCH_DIR: ground.env['SCRATCH_DIR'] ?? join(ground.dataDir, 'scratch'),
    LOG_LEVEL: ground.env['LOG_LEVEL'] ?? 'info',
  }
}

async function prepareDatabase(ground: Ground, env: Readonly<Record<string, string>>): Promise<void> {
  const secrets = loadSecrets(ground.dataDir)
  const applied = await migrate(env['DATABASE_URL'] ?? '', {
    apiPassword: secrets.postgresApi,
    authPassword: secrets.postgresAuth,
    workerPassword: secrets.postgresWorker,
  }).catch((error: unknown) => {
    throw new PlainFault(
      `The database could not be brought to this version: ${error instanceof Error ? error.message : String(error)}.\n` +
        'Next: use the version that made it, or choose another folder with CUEPOINT_DATA_DIR. Nothing was changed.',
      { cause: error },
    )
  })
  // The queue brings its own tables; the worker's role may use them and not make them.
  if (env['QUEUE'] === 'postgres')
    await migrateQueueSchema({ url: env['DATABASE_URL'] ?? '', grantTo: [databaseRoles.worker] })
  ground.say(`database  ${applied.length === 0 ? 'up to date' : `${applied.length} migrations applied`}`)
}

/** One line a part: what, which version, from where, on which port. */
function describe({ name, version, from, port }: Pick<Part, 'name' | 'version' | 'from' | 'port'>): string {
  return `${name.padEnd(9)} ${version.padEnd(14)} ${from}${port === undefined ? '' : `, port ${port}`}`
}

function versionOf(root: string): string {
  return /"version": "([^"]+)"/.exec(readFileSync(join(root, 'package.json'), 'utf8'))?.[1] ?? '0'
}
