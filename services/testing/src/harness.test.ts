import { Client } from 'pg'
import { expect, test } from 'vitest'
import { makeClip } from './clips.ts'
import { createTestDatabase } from './test-database.ts'
import { testServices } from './test-services.ts'

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql)
    return rows[0]?.answer
  } finally {
    await client.end()
  }
}

test('every role signs in to a migrated database of the test’s own', async () => {
  await using first = await createTestDatabase()
  await using second = await createTestDatabase()
  for (const url of [first.apiUrl, first.authUrl, first.workerUrl]) {
    await expect(ask(url, 'select current_user as answer')).resolves.toBe(new URL(url).username)
  }
  await ask(first.ownerUrl, 'create table only_here ()')
  await expect(ask(first.ownerUrl, "select to_regclass('only_here')::text as answer")).resolves.toBe(
    'only_here',
  )
  await expect(ask(second.ownerUrl, "select to_regclass('only_here')::text as answer")).resolves.toBeNull()
  await expect(ask(second.ownerUrl, "select to_regclass('migration')::text as answer")).resolves.toBe(
    'migration',
  )
})

test('a wrong password does not sign in', async () => {
  await using database = await createTestDatabase()
  const url = new URL(database.apiUrl)
  url.password = 'wrong'
  await expect(ask(url.href, 'select 1 as answer')).rejects.toThrow(/password/)
})

test('a made clip has the length, size, turn and sound that were asked for', async () => {
  const clip = await makeClip({ seconds: 1, width: 320, height: 180, rotation: 90, keyframeSeconds: 1 })
  const { execFile } = await import('node:child_process')
  const { promisify } = await import('node:util')
  const { stdout } = await promisify(execFile)(testServices().ffprobePath, [
    '-v',
    'error',
    '-show_streams',
    '-of',
    'flat',
    clip,
  ])
  expect(stdout).toMatch(/width=320/)
  expect(stdout).toMatch(/height=180/)
  expect(stdout).toMatch(/codec_type="audio"/)
  expect(stdout).toMatch(/rotation=-?90/)
})
