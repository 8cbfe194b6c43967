import type { Health } from '@cuepoint/contracts'
import { openDatabase } from '@cuepoint/db'
import { expect, test } from 'vitest'
import { buildApp } from '../app.ts'
import { startAppUnderTest } from '../testing/app-under-test.ts'

test('tells the state of each part to anyone', async () => {
  await using stage = await startAppUnderTest()
  const answer = await stage.ask('GET', '/api/health')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    ok: true,
    parts: [
      { name: 'api', ok: true },
      { name: 'database', ok: true },
      { name: 'storage', ok: true },
      { name: 'mail', ok: true },
    ],
  })
})

test('a part that is down is named with a code and without its message', async () => {
  await using stage = await startAppUnderTest({
    mailer: {
      send: async () => undefined,
      check: async () => {
        throw Object.assign(new Error('connect ECONNREFUSED somewhere@private'), { code: 'ECONNREFUSED' })
      },
    },
  })
  const answer = await stage.ask('GET', '/api/health')
  expect(answer.statusCode).toBe(200)
  expect(answer.json().ok).toBe(false)
  expect(answer.json().parts).toContainEqual({ name: 'mail', ok: false, detail: 'ECONNREFUSED' })
  expect(answer.body).not.toContain('private')
})

test('an unknown path is a problem in the reader’s language', async () => {
  await using stage = await startAppUnderTest()
  const answer = await stage.app.inject({
    url: '/api/nothing',
    headers: { 'accept-language': 'th-TH,th;q=0.9' },
  })
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.json()).toMatchObject({ code: 'not-found', title: 'ไม่มีสิ่งที่คุณดูได้ตรงนี้' })
})

test('a worker that has fallen silent is named', async () => {
  await using stage = await startAppUnderTest()
  await stage.owner.query(
    `insert into heartbeat values ('worker', now() - interval '1 minute'), ('queue', now())`,
  )
  const { parts } = (await stage.ask('GET', '/api/health')).json<Health>()
  expect(parts).toContainEqual({ name: 'worker', ok: false, detail: 'silent for 60 s' })
  expect(parts).toContainEqual({ name: 'queue', ok: true })
})

test('without its database the API says that it cannot serve', async () => {
  await using stage = await startAppUnderTest()
  const app = await buildApp({
    ...stage.deps,
    db: openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' }),
  })
  const answer = await app.inject('/api/health')
  expect(answer.statusCode).toBe(503)
  expect(answer.json<Health>().parts).toContainEqual({ name: 'database', ok: false, detail: 'ECONNREFUSED' })
  await app.close()
})
