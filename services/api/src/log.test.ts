import { type CuepointDatabase, openDatabase } from '@cuepoint/db'
import { aLesson, type Lesson } from '@cuepoint/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog, describeError } from './log.ts'
import { type AppUnderTest, startAppUnderTest } from './testing/app-under-test.ts'

const lines: string[] = []
const log = createLog({ logLevel: 'debug' }, { write: (line) => void lines.push(line) })
const mailTrouble = async (): Promise<never> => {
  throw new Error('550 mailbox of planted-address@secret.example is full')
}

let stage: AppUnderTest
let owner: CuepointDatabase
let lesson: Lesson
beforeAll(async () => {
  stage = await startAppUnderTest({ log, mailer: { check: mailTrouble, send: mailTrouble } })
  owner = openDatabase({ url: stage.database.ownerUrl, size: 2 })
  lesson = await aLesson(owner)
})
afterAll(async () => {
  await owner.close()
  await stage[Symbol.asyncDispose]()
})

/** What must not be in any line, whatever it stands in. */
const planted = ['planted', 'secret.example', 'Malee', 'Carmen']
const leaks = () => lines.filter((line) => planted.some((word) => line.includes(word)))

describe('no private text is in any line', () => {
  test('of requests that go well', async () => {
    const teacher = await stage.signIn(lesson.teacher.id)
    const clip = await stage.ask('POST', '/api/clips', teacher, {
      programId: lesson.program.id,
      title: 'planted title',
      note: 'planted note to the coach',
    })
    expect(clip.statusCode).toBe(201)
    const note = await stage.ask('POST', `/api/clips/${lesson.clip.id}/notes`, teacher, {
      atMs: 1000,
      endMs: null,
      text: 'planted remark',
      parentId: null,
    })
    expect(note.statusCode).toBe(201)
    expect((await stage.ask('PATCH', '/api/me', teacher, { name: 'planted name' })).statusCode).toBe(200)
    expect(leaks()).toEqual([])
    expect(lines.some((line) => line.includes(lesson.clip.id) && line.includes(lesson.teacher.id))).toBe(true)
  })

  test('of requests that are refused, however they are made', async () => {
    const cookie = await stage.signIn(lesson.lead.id)
    const ask = (over: object) =>
      stage.app.inject({ method: 'POST', url: '/api/session', headers: { cookie }, ...over })
    const before = lines.length
    const answers = await Promise.all([
      ask({ payload: { email: 'planted@secret.example', password: 'planted password' } }),
      ask({ payload: { email: 'planted, no address', password: 'x' } }),
      ask({ payload: { email: 'planted@secret.example', password: 'x', plantedField: 'planted' } }),
      ask({
        payload: '{"email": "planted@secret.example", "password": planted',
        headers: { 'content-type': 'application/json' },
      }),
      ask({ payload: 'planted=planted', headers: { 'content-type': 'text/planted' } }),
      ask({ payload: { text: 'planted '.repeat(60_000) } }),
      ask({ url: '/api/planted?planted=planted' }),
      ask({ url: '/api/clips/planted%ff' }),
      ask({ url: '/api/invitations/preview', payload: { token: 'planted-token-planted-token' } }),
      ask({ url: '/api/password-resets', payload: { email: 'planted@secret.example' } }),
      ask({
        url: `/api/programs/${lesson.program.id}/partnerships`,
        payload: { kind: 'planted', members: ['planted'] },
      }),
      ask({
        headers: { 'x-request-id': 'planted', 'user-agent': 'planted', cookie: 'planted=planted' },
        payload: {},
      }),
    ])
    expect(answers.map((answer) => answer.statusCode)).toEqual([
      401, 400, 400, 400, 400, 400, 404, 400, 410, 202, 400, 400,
    ])
    expect(lines.length - before).toBeGreaterThanOrEqual(answers.length - 1)
    for (const { body } of answers) expect(body).not.toContain('planted')
    expect(leaks()).toEqual([])
  })

  test('of trouble inside: a mail that is not taken, a row that the database refuses, an error thrown', async () => {
    const lead = await stage.signIn(lesson.lead.id)
    const invited = await stage.ask('POST', `/api/programs/${lesson.program.id}/invitations`, lead, {
      email: 'planted-guest@secret.example',
      roles: ['teacher'],
      language: 'en',
    })
    expect(invited.json()).toMatchObject({ mailed: false })
    // PostgreSQL quotes the row in its message and the key in its detail.
    const constraint = await stage.owner
      .query(`insert into person (name, email) values ('planted name', 'Planted@secret.example')`)
      .catch((error: unknown) => error)
    stage.app.log.error({ err: constraint }, 'refused')
    stage.app.log.error(constraint)
    stage.app.log.error({ err: new Error('planted', { cause: new TypeError('planted cause') }) })
    stage.app.log.warn(new SyntaxError(`Unexpected token 'p', "planted" is not valid JSON`))
    const health = await stage.ask('GET', '/api/health')
    expect(health.body).not.toContain('secret.example')
    expect(leaks()).toEqual([])
    expect(lines.some((line) => line.includes('person_email_check'))).toBe(true)
  })
})

test('an error is told by its kind, its code and its place, causes as well', () => {
  const error = new Error('planted', {
    cause: Object.assign(new TypeError('planted'), { code: 'ECONNRESET' }),
  })
  expect(describeError(error)).toEqual({
    type: 'Error',
    at: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
    cause: { type: 'TypeError', code: 'ECONNRESET', at: expect.any(Array) },
  })
  expect(JSON.stringify(describeError(new Error('two\n    at planted (lines)')))).not.toContain(
    'planted (lines)',
  )
})
