import { rm } from 'node:fs/promises'
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
import { makeTestGround } from './test-ground.ts'
import type { TestServices } from './test-services.ts'

/** Brings up every real service once for the run, in a folder of its own on free ports, and takes it down afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ground = await makeTestGround()
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
