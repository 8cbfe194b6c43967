import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { enqueue, type Row } from '@cuepoint/db'
import { nowMs } from '@cuepoint/domain'
import { createMailer } from '@cuepoint/mail'
import { createObjectStore, mediaKey, originalKey } from '@cuepoint/storage'
import {
  aClip,
  aLesson,
  createTestBucket,
  type Lesson,
  openTestDatabase,
  testRedis,
  testServices,
} from '@cuepoint/testing'
import { readConfig } from '../config.ts'
import type { WorkerDeps } from '../deps.ts'
import { createLog } from '../log.ts'
import { findMediaTool } from '../media-tool.ts'
import { openOriginals } from '../original/originals.ts'
import { buildWorker, type Worker } from '../worker.ts'

const PATIENCE_MS = 150_000

/** The worker on real services of the test's own, without the process around it. */
export type WorkerStage = AsyncDisposable & {
  readonly deps: WorkerDeps
  readonly lesson: Lesson
  readonly owner: Awaited<ReturnType<typeof openTestDatabase>>['owner']
  /** Every line that was logged. */
  readonly logged: () => string
  readonly start: () => Promise<Worker>
  /** A clip of the teacher's whose file has arrived and whose job was asked for in the same breath. */
  readonly arrived: (path: string, values?: { title?: string }) => Promise<Row<'clip'>>
  /** Puts a file where a clip's original lies, without asking for work. */
  readonly lying: (path: string) => Promise<Row<'clip'>>
  readonly clip: (id: string) => Promise<Row<'clip'> | undefined>
  /** The clip once it is as asked; rejects after a minute. */
  readonly until: (
    id: string,
    holds: (clip: Row<'clip'> | undefined) => boolean,
  ) => Promise<Row<'clip'> | undefined>
  readonly keys: (prefix?: string) => Promise<string[]>
  /** The keys of everything that is listed for a clip; rejects while any of it is only promised. */
  readonly listedKeys: (clipId: string) => Promise<string[]>
  readonly scratch: () => Promise<string[]>
}

export async function workerStage(env: Record<string, string> = {}): Promise<WorkerStage> {
  const services = testServices()
  const bucket = await createTestBucket()
  const databases = await openTestDatabase()
  const lesson = await aLesson(databases.owner)
  const scratchDir = await mkdtemp(join(tmpdir(), 'cuepoint-worker-'))
  const redis = testRedis()
  const read = readConfig({
    WORKER_DATABASE_URL: databases.urls.workerUrl,
    REDIS_URL: redis.url,
    S3_ENDPOINT: bucket.endpoint,
    S3_REGION: bucket.region,
    S3_BUCKET: bucket.bucket,
    S3_ACCESS_KEY_ID: bucket.accessKeyId,
    S3_SECRET_ACCESS_KEY: bucket.secretAccessKey,
    SMTP_URL: services.smtpUrl,
    FFMPEG_PATH: services.ffmpegPath,
    FFPROBE_PATH: services.ffprobePath,
    SCRATCH_DIR: scratchDir,
    SWEEP_GRACE_SECONDS: '1',
    LOG_LEVEL: 'debug',
    PATH: process.env['PATH'],
    ...env,
  })
  const config = { ...read, queue: { backend: 'redis', mayForget: true, ...redis } as const }
  const lines: string[] = []
  const storage = createObjectStore({ ...bucket, forcePathStyle: true })
  const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom })
  // Gone as soon as they are closed, so that a test can look for what is left.
  const originals = await openOriginals(storage, scratchDir, 0)
  const deps: WorkerDeps = {
    config,
    db: databases.worker,
    storage,
    originals,
    mailer,
    tool: await findMediaTool(config),
    randomHex: () => randomBytes(16).toString('hex'),
    log: createLog(config.logLevel, { write: (line) => void lines.push(line) }),
  }
  const workers: Worker[] = []

  const clip = (id: string) =>
    databases.owner.asRole((tx) => tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirst())

  const lying = async (path: string, values: { title?: string } = {}) => {
    const id = randomUUID()
    const key = originalKey(id, randomUUID())
    const { size } = await stat(path)
    await storage.putFile(key, path, { contentType: 'video/mp4', sizeBytes: size })
    return await aClip(databases.owner, {
      id,
      programId: lesson.program.id,
      ownerId: lesson.teacher.id,
      state: 'uploaded',
      original_key: key,
      size_bytes: size,
      ...values,
    })
  }

  return {
    deps,
    lesson,
    owner: databases.owner,
    logged: () => lines.join(''),
    start: async () => {
      const worker = await buildWorker(deps)
      workers.push(worker)
      return worker
    },
    arrived: async (path, values) => {
      const made = await lying(path, values)
      await databases.owner.asRole((tx) =>
        enqueue(tx, { job: 'process-clip', payload: { clipId: made.id, attempt: made.attempt } }),
      )
      return made
    },
    lying,
    clip,
    until: async (id, holds) => {
      const endsMs = nowMs() + PATIENCE_MS
      for (;;) {
        const now = await clip(id)
        if (holds(now)) return now
        if (nowMs() > endsMs)
          throw new Error(`waited in vain; the clip is ${JSON.stringify(now?.state)}\n${lines.join('')}`)
        await delay(25)
      }
    },
    keys: async (prefix = '') => {
      const keys: string[] = []
      for await (const { key } of storage.listKeys(prefix)) keys.push(key)
      return keys.sort()
    },
    listedKeys: async (clipId) => {
      const files = await databases.owner.asRole((tx) =>
        tx.selectFrom('clip_file').selectAll().where('clip_id', '=', clipId).execute(),
      )
      return files.map(({ name, written_by: writtenBy }) => {
        if (writtenBy === null) throw new Error(`${name} is only promised`)
        return mediaKey(clipId, writtenBy, name)
      })
    },
    scratch: () => readdir(scratchDir),
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.close()))
      await originals.close()
      mailer.close()
      storage.close()
      await databases.close()
      await rm(scratchDir, { recursive: true, force: true })
    },
  }
}
