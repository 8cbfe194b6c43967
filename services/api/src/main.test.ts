import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Health } from '@cuepoint/contracts'
import { createTestBucket, createTestDatabase, testServices } from '@cuepoint/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { sessionCookieName, signSessionToken } from './session/session-cookie.ts'

const start = (env: Record<string, string>): ChildProcessByStdio<null, Readable, Readable> =>
  spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })

test('the process serves, and ends in order with a page still listening', async () => {
  await using database = await createTestDatabase()
  const bucket = await createTestBucket()
  const { smtpUrl, s3 } = testServices()
  const authSecret = 'a secret of the test, long enough'
  const child = start({
    PORT: '0',
    PUBLIC_URL: 'http://cuepoint.test',
    API_DATABASE_URL: database.apiUrl,
    AUTH_DATABASE_URL: database.authUrl,
    AUTH_SECRET: authSecret,
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_BUCKET: bucket.bucket,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    SMTP_URL: smtpUrl,
  })
  const exited = once(child, 'exit')
  const { promise: listening, resolve } = Promise.withResolvers<number>()
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    const said = JSON.parse(line) as { msg: string; port?: number }
    if (said.msg === 'listening') resolve(said.port ?? 0)
  })
  const home = `http://127.0.0.1:${await listening}`
  const health = (await (await fetch(`${home}/api/health`)).json()) as Health
  expect(health.parts.filter((part) => !part.ok)).toEqual([])

  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query(`with someone as (insert into person (name, email) values ('Malee', 'malee@school.example') returning id)
    insert into session (person_id, token, expires_at) select id, 'a-token', now() + interval '1 hour' from someone`)
  await owner.end()
  const cookie = `${sessionCookieName({ publicUrl: 'http://cuepoint.test' })}=${signSessionToken('a-token', authSecret)}`
  const page = await fetch(`${home}/api/events`, { headers: { cookie } })
  expect(page.status).toBe(200)

  child.kill('SIGTERM')
  // The open page is told to go: its stream ends, and does not break.
  expect(await page.text()).toContain('retry: 3000')
  expect(await exited).toEqual([0, null])
  const phases = lines.map((line) => JSON.parse(line) as { phase?: string; outcome?: string })
  expect(
    phases.filter(({ phase }) => phase !== undefined).map(({ phase, outcome }) => `${phase} ${outcome}`),
  ).toEqual(['requests ended', 'connections ended', 'parts ended'])
})

test('a configuration that does not hold is told in full, and nothing starts', async () => {
  const child = start({ PORT: 'none' })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await once(child, 'close')).toEqual([1, null])
  for (const name of ['PORT', 'API_DATABASE_URL', 'AUTH_SECRET', 'S3_BUCKET', 'SMTP_URL'])
    expect(said).toContain(name)
})
