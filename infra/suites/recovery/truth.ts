import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { QueueSettings } from '@cuepoint/jobs'
import { createProducer } from '@cuepoint/jobs/producer'
import { createObjectStore } from '@cuepoint/storage'
import { Client } from 'pg'

type Env = Readonly<Record<string, string>>

export async function ask(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** Rings for the janitor once everything is old enough, and waits until it has been. */
export async function sweepNow(env: Env, graceSeconds: number): Promise<void> {
  await delay((graceSeconds + 2) * 1_000)
  const settings: QueueSettings =
    env['QUEUE'] === 'redis'
      ? { backend: 'redis', url: env['REDIS_URL'] ?? '' }
      : { backend: 'postgres', url: env['WORKER_DATABASE_URL'] ?? '' }
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const producer = await createProducer({ settings, log: silent })
  try {
    await producer.ring('sweep', {})
    for (let tries = 0; tries < 300; tries += 1) {
      const { waiting, running } = await producer.counts('sweep')
      if (waiting + running === 0) return
      await delay(200)
    }
    throw new Error('the sweep did not come')
  } finally {
    await producer.close()
  }
}

/** Objects and open uploads that no row accounts for, and what a row accounts for that is not there. */
export async function findOrphans(env: Env): Promise<string[]> {
  const clips = await ask(
    env['DATABASE_URL'] ?? '',
    'select id, original_key, media_id, media_files from clip',
  )
  const accounted = new Set<string>()
  for (const clip of clips) {
    accounted.add(String(clip['original_key']))
    const files = (clip['media_files'] ?? []) as { name: string }[]
    for (const { name } of files)
      accounted.add(`clips/${String(clip['id'])}/media/${String(clip['media_id'])}/${name}`)
  }
  const storage = createObjectStore({
    endpoint: env['S3_ENDPOINT'] ?? '',
    region: env['S3_REGION'] ?? 'us-east-1',
    bucket: env['S3_BUCKET'] ?? '',
    accessKeyId: env['S3_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['S3_SECRET_ACCESS_KEY'] ?? '',
    forcePathStyle: true,
  })
  try {
    const faults: string[] = []
    for await (const { key } of storage.listKeys('')) if (!accounted.delete(key)) faults.push(key)
    for await (const { key, uploadId } of storage.listOpenUploads(''))
      faults.push(`open upload ${uploadId} of ${key}`)
    return [...faults, ...[...accounted].map((key) => `missing: ${key}`)]
  } finally {
    storage.close()
  }
}

/** Clips told of more than once, or not at all. */
export async function countDoubled(env: Env): Promise<number> {
  const rows = await ask(
    env['DATABASE_URL'] ?? '',
    `select clip.id from clip left join notification on notification.clip_id = clip.id and kind = 'clip-ready'
     where clip.state = 'ready' group by clip.id having count(notification.id) <> 1`,
  )
  return rows.length
}

/** ffmpeg processes that outlived the worker that began them; those of others on this machine do not count. */
export async function leftoverTools(env: Env): Promise<number> {
  const scratch = env['SCRATCH_DIR'] ?? ''
  let left = 0
  for (const pid of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes('ffmpeg') && scratch !== '' && line.includes(scratch)) left += 1
  }
  return left
}
