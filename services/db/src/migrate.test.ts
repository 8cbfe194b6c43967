import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aMediaId, someFiles, someMedia, testServices } from '@cuepoint/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openDatabase } from './client.ts'
import { findMediaFile } from './clip-files-repository.ts'
import { migrate } from './migrate.ts'

const before = ['0001-people.sql', '0002-clips.sql', '0003-reviews.sql']

/** A database as it stood before clips could grow. */
async function olderDatabase(): Promise<AsyncDisposable & { url: string; client: pg.Client }> {
  const { postgresUrl } = testServices()
  const name = `test_old_${randomBytes(6).toString('hex')}`
  const maintenance = new pg.Client({ connectionString: postgresUrl })
  await maintenance.connect()
  await maintenance.query(`create database ${name}`)
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(
    'create table migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  )
  for (const each of before) {
    const sql = await readFile(join(import.meta.dirname, '../migrations', each), 'utf8')
    await client.query(sql)
    const sha256 = createHash('sha256').update(sql).digest('hex')
    await client.query('insert into migration (name, sha256) values ($1, $2)', [each, sha256])
  }
  return {
    url: url.href,
    client,
    async [Symbol.asyncDispose]() {
      await client.end()
      await maintenance.query(`drop database ${name} with (force)`)
      await maintenance.end()
    },
  }
}

test('clips that were ready before they could grow are watched on', async () => {
  await using old = await olderDatabase()
  const one = async (sql: string, values: unknown[]) =>
    String((await old.client.query<{ id: string }>(sql, values)).rows[0]?.id)
  const program = await one(`insert into program (name) values ('North') returning id`, [])
  const owner = await one(`insert into person (name, email) values ('Malee', 'm@s.example') returning id`, [])
  const mediaId = aMediaId()
  const ready = await one(
    `insert into clip (program_id, owner_id, title, state, media_id, media, media_files, duration_ms)
     values ($1, $2, 'Leaves', 'ready', $3, $4, $5, 60000) returning id`,
    [program, owner, mediaId, JSON.stringify(someMedia()), JSON.stringify(someFiles())],
  )
  const draft = await one(
    `insert into clip (program_id, owner_id, title) values ($1, $2, 'Rain') returning id`,
    [program, owner],
  )

  const { apiPassword, authPassword, workerPassword } = testServices()
  const passwords = { apiPassword, authPassword, workerPassword }
  await expect(migrate(old.url, passwords)).resolves.toEqual([
    '0004-media.sql',
    '0005-part-pace.sql',
    '0006-uploads.sql',
    '0007-filming-note.sql',
  ])
  await expect(migrate(old.url, passwords)).resolves.toEqual([])

  const { rows } = await old.client.query(
    `select clip_id as "clipId", media_id as "mediaId", name, content_type as "contentType", written_by as "writtenBy",
       size_bytes::integer as "sizeBytes", superseded_at from clip_file order by name`,
  )
  expect(rows).toEqual(
    someFiles()
      .map((file) => ({ clipId: ready, mediaId, ...file, writtenBy: mediaId, superseded_at: null }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  )
  const clips = await old.client.query('select id, state, unfinished from clip order by state')
  expect(clips.rows).toEqual([
    { id: draft, state: 'draft', unfinished: false },
    { id: ready, state: 'ready', unfinished: false },
  ])
  await expect(old.client.query(`update clip set state = 'ready' where id = $1`, [draft])).rejects.toThrow(
    /check constraint/,
  )

  const url = new URL(old.url)
  url.username = 'cuepoint_api'
  url.password = apiPassword
  const api = openDatabase({ url: url.href, size: 1 })
  await expect(
    api.asActor(owner, (tx) => findMediaFile(tx, { clipId: ready, mediaId, file: 'main.m3u8' })),
  ).resolves.toMatchObject({ current: true, writtenBy: mediaId, sizeBytes: 120 })
  await api.close()
})
