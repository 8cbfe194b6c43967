import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  findFfmpeg,
  type Ground,
  loadSecrets,
  type Part,
  startMail,
  startPostgres,
  startRedis,
  startS3,
} from '@cuepoint/infra/local'
import type { TestProject } from 'vitest/node'
import { makeTemplate } from './template-database.ts'
import type { TestServices } from './test-services.ts'

const root = join(import.meta.dirname, '../../..')

/** Brings up every real service once for the run, in a folder of its own on free ports, and takes it down afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ground = await testGround()
  const parts: Part[] = []
  const takeDown = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.stop()
    await rm(ground.dataDir, { recursive: true, force: true })
  }
  try {
    for (const start of [startPostgres, startRedis, startS3, startMail, findFfmpeg])
      parts.push(await start(ground))
    project.provide('services', await describeServices(ground, parts))
  } catch (error) {
    await takeDown()
    throw error
  }
  return takeDown
}

/** Given services are left out on purpose: a run never touches a database that someone named for something else. */
async function testGround(): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuepoint-test-'))
  // As root the database runs as another user, who has to get there.
  await chmod(dataDir, 0o711)
  const passed = [
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'FFMPEG_PATH',
    'FFPROBE_PATH',
    'CUEPOINT_NO_APT',
    'http_proxy',
    'https_proxy',
    'no_proxy',
  ]
  return {
    root,
    dataDir,
    cacheDir: join(root, '.cache'),
    env: Object.fromEntries(passed.map((name) => [name, process.env[name]])),
    durable: false,
    say: (line) => process.stdout.write(`${line}\n`),
  }
}

async function describeServices(ground: Ground, parts: readonly Part[]): Promise<TestServices> {
  const env: Record<string, string> = Object.assign({}, ...parts.map((part) => part.env))
  const secrets = loadSecrets(ground.dataDir)
  const roles = {
    apiPassword: secrets.postgresApi,
    authPassword: secrets.postgresAuth,
    workerPassword: secrets.postgresWorker,
  }
  const maintenance = new URL(env['DATABASE_URL'] ?? '')
  maintenance.pathname = '/postgres'
  return {
    postgresUrl: maintenance.href,
    templateDatabase: await makeTemplate(maintenance.href, roles),
    ...roles,
    redisUrl: env['REDIS_URL'] ?? '',
    s3: {
      endpoint: env['S3_ENDPOINT'] ?? '',
      region: env['S3_REGION'] ?? '',
      accessKeyId: env['S3_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['S3_SECRET_ACCESS_KEY'] ?? '',
    },
    ffmpegPath: env['FFMPEG_PATH'] ?? '',
    ffprobePath: env['FFPROBE_PATH'] ?? '',
    smtpUrl: env['SMTP_URL'] ?? '',
    mailPageUrl: env['MAIL_PAGE_URL'] ?? '',
    cacheDir: ground.cacheDir,
  }
}
