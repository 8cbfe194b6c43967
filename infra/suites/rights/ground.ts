import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { databaseRoles, migrate } from '@cuepoint/db'
import { type Ground, type Part, startPostgres, startS3 } from '@cuepoint/infra/local'
import pg from 'pg'
import type { RightsGround } from './stage.ts'

const root = resolve(import.meta.dirname, '../../..')

/** A PostgreSQL and an S3 endpoint of the suite's own, in a folder that goes with them. */
export async function openGround(): Promise<RightsGround & { stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuepoint-rights-'))
  // As root the database runs as another user, who has to get there.
  await chmod(dataDir, 0o711)
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'CUEPOINT_NO_APT', 'http_proxy', 'https_proxy', 'no_proxy']
  const ground: Ground = {
    root,
    dataDir,
    cacheDir: join(root, '.cache'),
    env: Object.fromEntries(names.map((name) => [name, process.env[name]])),
    durable: false,
    say: console.log,
  }
  const parts: Part[] = []
  const stop = async () => {
    for (const part of parts.toReversed()) await part.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    const postgres = await startPostgres(ground)
    parts.push(postgres)
    await makeTemplate(postgres.env['DATABASE_URL'] ?? '')
    const s3 = await startS3(ground)
    parts.push(s3)
    const setting = (part: Part, name: string) => part.env[name] ?? ''
    return {
      database: () => freshDatabase(setting(postgres, 'DATABASE_URL')),
      s3: {
        endpoint: setting(s3, 'S3_ENDPOINT'),
        region: setting(s3, 'S3_REGION'),
        accessKeyId: setting(s3, 'S3_ACCESS_KEY_ID'),
        secretAccessKey: setting(s3, 'S3_SECRET_ACCESS_KEY'),
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const passwords = {
  apiPassword: randomBytes(12).toString('hex'),
  authPassword: randomBytes(12).toString('hex'),
  workerPassword: randomBytes(12).toString('hex'),
}

const template = 'rights_template'

/** The same server, another database and, where given, another role. */
function elsewhere(serverUrl: string, database: string, role?: { user: string; password: string }): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  if (role) {
    url.username = role.user
    url.password = role.password
  }
  return url.href
}

async function makeTemplate(serverUrl: string): Promise<void> {
  await runSql(serverUrl, `create database ${template}`)
  await migrate(elsewhere(serverUrl, template), passwords)
}

async function freshDatabase(serverUrl: string): ReturnType<RightsGround['database']> {
  const name = `rights_${randomBytes(6).toString('hex')}`
  await runSql(serverUrl, `create database ${name} template ${template} strategy file_copy`)
  const { apiPassword, authPassword } = passwords
  return {
    ownerUrl: elsewhere(serverUrl, name),
    apiUrl: elsewhere(serverUrl, name, { user: databaseRoles.api, password: apiPassword }),
    authUrl: elsewhere(serverUrl, name, { user: databaseRoles.auth, password: authPassword }),
    drop: () => runSql(serverUrl, `drop database ${name} with (force)`),
  }
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
