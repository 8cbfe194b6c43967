import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { QueueSettings } from '@cuepoint/jobs'
import { createProducer } from '@cuepoint/jobs/producer'
import { Client } from 'pg'
import { openStageStorage } from '../stage/stage-storage.ts'

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

/**
 * Objects and open uploads that no row accounts for, and what a row accounts for that is not there. A promise outlives
 * nobody who could keep it.
 */
export async function findOrphans(env: Env): Promise<string[]> {
  const database = env['DATABASE_URL'] ?? ''
  const clips = await ask(database, 'select original_key from clip where original_key is not null')
  const files = await ask(
    database,
    `select clip_id, written_by, name from clip_file where written_by is not null`,
  )
  const promised = await ask(
    database,
    `select file.clip_id, file.media_id, file.name from clip_file as file join clip on clip.id = file.clip_id
     where file.written_by is null and not clip.unfinished`,
  )
  const accounted = new Set(clips.map((clip) => String(clip['original_key'])))
  for (const { clip_id: clipId, written_by: run, name } of files)
    accounted.add(`clips/${String(clipId)}/media/${String(run)}/${String(name)}`)
  const storage = openStageStorage(env)
  try {
    const faults = promised.map(
      ({ clip_id: clipId, media_id: mediaId, name }) =>
        `promised for ever: ${String(clipId)} ${String(mediaId)} ${String(name)}`,
    )
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
