import type { CuepointDatabase } from '@cuepoint/db'
import { openDatabase, type Row } from '@cuepoint/db'
import { MailNotSent } from '@cuepoint/mail'
import { aMember, aPerson, aProgram } from '@cuepoint/testing'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashPassword } from '../session/password.ts'
import { type AppUnderTest, startAppUnderTest } from '../testing/app-under-test.ts'

let stage: AppUnderTest
let owner: CuepointDatabase
let program: Row<'program'>
let lead: string
beforeAll(async () => {
  stage = await startAppUnderTest()
  owner = openDatabase({ url: stage.database.ownerUrl, size: 3 })
  program = await aProgram(owner, { name: 'Valle Norte' })
  lead = await stage.signIn((await aMember(owner, program.id, ['lead'])).id)
})
afterAll(async () => {
  await owner.close()
  await stage[Symbol.asyncDispose]()
})

const list = () => `/api/programs/${program.id}/invitations`
let guests = 0
const guest = (): string => {
  guests += 1
  return `guest-${guests}@school.example`
}
const invite = (email: string, cookie = lead, roles = ['teacher']) =>
  stage.ask('POST', list(), cookie, { email, roles, language: 'es' })
async function mailedToken(): Promise<string> {
  const mail = await stage.mail.next()
  return /^http:\/\/cuepoint\.test\/invitation#([\w-]{43})$/.exec(mail.params.link)?.[1] ?? ''
}
let hosts = 0
const post = (url: string, payload: object) => {
  hosts += 1
  return stage.app.inject({
    method: 'POST',
    url,
    payload,
    remoteAddress: `10.3.${hosts >> 8}.${hosts & 255}`,
  })
}
const preview = (token: string) => post('/api/invitations/preview', { token })
const accept = (token: string, over: object = {}) =>
  post('/api/invitations/accept', {
    token,
    name: 'Malee',
    password: 'three green mangoes',
    language: 'th',
    timeZone: 'Asia/Bangkok',
    ...over,
  })
const spent = { code: 'invitation-spent', status: 410 }
const cookieOf = (answer: LightMyRequestResponse): string =>
  String(answer.headers['set-cookie']).split(';')[0] ?? ''

describe('a lead', () => {
  test('invites by mail, and the guest becomes a signed-in member', async () => {
    const email = guest()
    const invited = await invite(email.toUpperCase())
    expect(invited.statusCode).toBe(201)
    expect(invited.json()).toMatchObject({
      email,
      roles: ['teacher'],
      language: 'es',
      state: 'open',
      mailed: true,
    })
    const mail = await stage.mail.next()
    expect(mail).toMatchObject({
      to: email,
      language: 'es',
      template: 'invitation',
      params: { programName: 'Valle Norte' },
    })
    const token = mail.params.link.split('#')[1] ?? ''
    const { rows } = await stage.owner.query<{ kept: string }>('select i::text as kept from invitation i')
    expect(JSON.stringify(rows)).not.toContain(token)

    expect((await preview(token)).json()).toEqual({
      programName: 'Valle Norte',
      email,
      roles: ['teacher'],
      language: 'es',
      hasAccount: false,
    })
    const accepted = await accept(token)
    expect(accepted.statusCode).toBe(200)
    expect(accepted.json()).toMatchObject({
      name: 'Malee',
      email,
      language: 'th',
      timeZone: 'Asia/Bangkok',
      programs: [{ id: program.id, name: 'Valle Norte', roles: ['teacher'] }],
    })
    expect((await stage.ask('GET', '/api/session', cookieOf(accepted))).json()).toMatchObject({ email })
    expect((await post('/api/session', { email, password: 'three green mangoes' })).statusCode).toBe(200)
    expect((await preview(token)).json()).toMatchObject(spent)
    expect((await accept(token)).json()).toMatchObject(spent)
  })

  test('is told when the mail could not be handed over, and sends it again under a new link', async () => {
    const email = guest()
    await using mute = await startAppUnderTest({
      mailer: {
        check: async () => undefined,
        send: async () => {
          throw new MailNotSent('ECONNECTION', undefined)
        },
      },
    })
    const muteOwner = openDatabase({ url: mute.database.ownerUrl, size: 2 })
    const elsewhere = await aProgram(muteOwner)
    const muteLead = await mute.signIn((await aMember(muteOwner, elsewhere.id, ['lead'])).id)
    await muteOwner.close()
    const unsent = await mute.ask('POST', `/api/programs/${elsewhere.id}/invitations`, muteLead, {
      email,
      roles: ['coach'],
      language: 'en',
    })
    expect(unsent.statusCode).toBe(201)
    expect(unsent.json()).toMatchObject({ mailed: false, state: 'open' })

    const { id } = (await invite(email)).json<{ id: string }>()
    const first = await mailedToken()
    const again = await stage.ask('POST', `${list()}/${id}/send`, lead)
    expect(again.json()).toMatchObject({ id, mailed: true })
    const second = await mailedToken()
    expect((await preview(first)).json()).toMatchObject(spent)
    expect((await preview(second)).statusCode).toBe(200)
  })

  test('who invites the same person again has one invitation, and the old link ends', async () => {
    const email = guest()
    await invite(email)
    const first = await mailedToken()
    expect((await invite(email, lead, ['coach'])).json()).toMatchObject({ roles: ['coach'] })
    const second = await mailedToken()
    const { items } = (await stage.ask('GET', list(), lead)).json<{ items: { email: string }[] }>()
    expect(items.filter((each) => each.email === email)).toHaveLength(1)
    expect((await preview(first)).json()).toMatchObject(spent)
    expect((await accept(second)).json()).toMatchObject({ programs: [{ roles: ['coach'] }] })
  })

  test('takes an invitation back once', async () => {
    const { id } = (await invite(guest())).json<{ id: string }>()
    const token = await mailedToken()
    expect((await stage.ask('DELETE', `${list()}/${id}`, lead)).statusCode).toBe(204)
    expect((await accept(token)).json()).toMatchObject(spent)
    expect((await stage.ask('DELETE', `${list()}/${id}`, lead)).json()).toMatchObject({ code: 'wrong-state' })
    expect((await stage.ask('POST', `${list()}/${id}/send`, lead)).json()).toMatchObject({
      code: 'wrong-state',
    })
    expect((await stage.ask('DELETE', `${list()}/${program.id}`, lead)).statusCode).toBe(404)
  })

  test('does not invite who is there already', async () => {
    const person = await aMember(owner, program.id, ['teacher'], {
      person: await aPerson(owner, { email: guest() }),
    })
    const answer = await invite(person.email)
    expect(answer.json()).toMatchObject({ code: 'already-member', status: 409 })
    expect(stage.mail.waiting).toBe(0)
  })
})

describe('nobody else', () => {
  test('invites, lists or takes back', async () => {
    const teacher = await stage.signIn((await aMember(owner, program.id, ['teacher', 'coach'])).id)
    const elsewhere = await aProgram(owner)
    const foreign = await stage.signIn((await aMember(owner, elsewhere.id, ['lead'])).id)
    const { id } = (await invite(guest())).json<{ id: string }>()
    await mailedToken()
    for (const [cookie, status] of [
      [teacher, 403],
      [foreign, 404],
      [undefined, 401],
    ] as const) {
      expect((await stage.ask('GET', list(), cookie)).statusCode).toBe(status)
      expect(
        (await stage.ask('POST', list(), cookie, { email: guest(), roles: ['lead'], language: 'en' }))
          .statusCode,
      ).toBe(status)
      expect((await stage.ask('POST', `${list()}/${id}/send`, cookie)).statusCode).toBe(status)
      expect((await stage.ask('DELETE', `${list()}/${id}`, cookie)).statusCode).toBe(status)
    }
    // One program's lead does not reach another program's invitation through her own.
    const crossed = `/api/programs/${elsewhere.id}/invitations/${id}`
    expect((await stage.ask('DELETE', crossed, foreign)).statusCode).toBe(404)
    expect(
      (await stage.ask('GET', list(), lead)).json<{ items: { id: string; state: string }[] }>().items,
    ).toContainEqual(expect.objectContaining({ id, state: 'open' }))
    expect(stage.mail.waiting).toBe(0)
  })
})

describe('an invitation', () => {
  test('of two acceptances at once makes one member', async () => {
    const email = guest()
    await invite(email)
    const token = await mailedToken()
    const answers = await Promise.all([accept(token), accept(token), accept(token)])
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([200, 410, 410])
    const { rows } = await stage.owner.query('select from person where email = $1', [email])
    expect(rows).toHaveLength(1)
  })

  test('of two acceptances at once by the same account counts once', async () => {
    const person = await aPerson(owner, { email: guest() })
    await stage.owner.query(
      `insert into account (person_id, account_id, provider_id, password) values ($1::uuid, $1::text, 'credential', $2)`,
      [person.id, await hashPassword('three green mangoes')],
    )
    await invite(person.email)
    const token = await mailedToken()
    const answers = await Promise.all([accept(token), accept(token), accept(token)])
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([200, 410, 410])
  })

  test('ends after two weeks', async () => {
    const { id, expiresAt, createdAt } = (await invite(guest())).json<{
      id: string
      expiresAt: string
      createdAt: string
    }>()
    const token = await mailedToken()
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(14 * 86_400_000)
    await stage.owner.query('update invitation set expires_at = now() where id = $1', [id])
    expect((await preview(token)).json()).toMatchObject(spent)
    expect((await accept(token)).json()).toMatchObject(spent)
    const { items } = (await stage.ask('GET', list(), lead)).json<{
      items: { id: string; state: string }[]
    }>()
    expect(items.find((each) => each.id === id)?.state).toBe('expired')
  })

  test('for an existing account asks for its password and changes nothing else of it', async () => {
    const person = await aPerson(owner, { email: guest(), name: 'Ana', language: 'en' })
    await stage.owner.query(
      `insert into account (person_id, account_id, provider_id, password) values ($1::uuid, $1::text, 'credential', $2)`,
      [person.id, await hashPassword('her own old password')],
    )
    await invite(person.email)
    const token = await mailedToken()
    expect((await preview(token)).json()).toMatchObject({ hasAccount: true })
    expect((await accept(token)).json()).toMatchObject({ code: 'wrong-credentials', status: 401 })
    expect((await accept(token, { password: 'her own old password' })).json()).toMatchObject({
      id: person.id,
      name: 'Ana',
      language: 'en',
      programs: [{ id: program.id }],
    })
  })

  test('brings back who had left, with the roles of the invitation', async () => {
    const person = await aMember(owner, program.id, ['coach'], {
      person: await aPerson(owner, { email: guest() }),
    })
    await stage.owner.query('update member set left_at = now() where person_id = $1', [person.id])
    await invite(person.email, lead, ['teacher'])
    const accepted = await accept(await mailedToken())
    expect(accepted.json()).toMatchObject({ id: person.id, programs: [{ roles: ['teacher'] }] })
  })

  test('is not accepted with a short password, an empty name or no time zone', async () => {
    await invite(guest())
    const token = await mailedToken()
    expect((await accept(token, { password: 'short' })).json()).toMatchObject({ code: 'password-too-short' })
    expect((await accept(token, { name: ' ' })).json()).toMatchObject({ code: 'bad-request' })
    expect((await accept(token, { timeZone: 'Nowhere' })).json()).toMatchObject({ code: 'bad-request' })
    expect((await accept(token)).statusCode).toBe(200)
  })

  test('is not guessed at without end', async () => {
    await invite(guest())
    const token = await mailedToken()
    const answers: number[] = []
    for (let n = 0; n < 12; n += 1) answers.push((await accept(token, { password: 'short' })).statusCode)
    // A body that is refused for its shape does not count as a try.
    expect(answers).toEqual(Array(12).fill(422))
    const previews: number[] = []
    for (let n = 0; n < 12; n += 1) previews.push((await preview(token)).statusCode)
    expect(previews).toEqual([...Array(10).fill(200), 429, 429])
  })
})
