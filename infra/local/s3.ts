import { join } from 'node:path'
import { startListeningChild } from './listening-child.ts'
import { type Ground, nothingToStop, type Part } from './part.ts'
import { loadSecrets } from './secrets.ts'

const BUCKET = 'cuepoint'
const REGION = 'us-east-1'

/** Object storage from S3_ENDPOINT and its companions, else our own endpoint on loopback. */
export async function startS3(ground: Ground, port = 0): Promise<Part> {
  const { env } = ground
  const secrets = loadSecrets(ground.dataDir)
  const access = {
    S3_REGION: env['S3_REGION'] ?? REGION,
    S3_BUCKET: env['S3_BUCKET'] ?? BUCKET,
    S3_ACCESS_KEY_ID: env['S3_ACCESS_KEY_ID'] ?? secrets.s3AccessKeyId,
    S3_SECRET_ACCESS_KEY: env['S3_SECRET_ACCESS_KEY'] ?? secrets.s3SecretAccessKey,
  }
  if (env['S3_ENDPOINT']) {
    return {
      name: 's3',
      version: 'given',
      from: 'S3_ENDPOINT',
      env: { ...access, S3_ENDPOINT: env['S3_ENDPOINT'] },
      stop: nothingToStop,
    }
  }
  const { child, listening } = await startListeningChild({
    name: 's3',
    command: process.execPath,
    args: [join(ground.root, 'infra/local/s3/main.ts')],
    env: {
      PATH: env['PATH'],
      HOME: env['HOME'],
      S3_DATA_DIR: join(ground.dataDir, 's3'),
      S3_PORT: String(port),
      S3_REGION: access.S3_REGION,
      S3_ACCESS_KEY_ID: access.S3_ACCESS_KEY_ID,
      S3_SECRET_ACCESS_KEY: access.S3_SECRET_ACCESS_KEY,
    },
    cwd: ground.root,
    dataDir: ground.dataDir,
  })
  return {
    name: 's3',
    version: '1',
    from: 'embedded',
    port: Number(listening['port']),
    child,
    env: { ...access, S3_ENDPOINT: `http://127.0.0.1:${Number(listening['port'])}` },
    stop: () => child.stop(),
  }
}
