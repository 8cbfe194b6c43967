import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AppUnderTest, startAppUnderTest } from '../testing/app-under-test.ts'
import { hashPassword } from './password.ts'

let stage: AppUnderTest
beforeAll(async () => {
  stage = await startAppUnderTest()
})
afterAll(() => stage[Symbol.asyncDispose]())

let people = 0
/** A person with an account. Addresses differ from test to test. */
async function somebody(password = 'three green mangoes') {
  people += 1
  const email = `person-${people}@school.example`
  const { rows } = await stage.owner.query<{ id: string }>(
    `insert into person (name, email, language) values ('Somchai', $1, 'th') returning id`,
    [email],
  )
  const id = rows[0]?.id ?? ''
  await stage.owner.query(
    `insert into account (person_id, account_id, provider_id, password) values ($1::uuid, $1::text, 'credential', $2)`,
    [id, await hashPassword(password)],
  )
  return { id, email, password }
}

let hosts = 0
/** From an address of its own, unless one is given, so that tests do not use up each other's tries. */
async function signInAs(
  email: string,
  password: string,
  remoteAddress?: string,
  headers: Record<string, string> = {},
) {
  hosts += 1
  return await stage.app.inject({
    method: 'POST',
    url: '/api/session',
    headers,
    payload: { email, password },
    remoteAddress: remoteAddress ?? `10.1.${hosts >> 8}.${hosts & 255}`,
  })
}
const cookieOf = (answer: { cookies: { name: string; value: string }[] }): string => {
  const cookie = answer.cookies.find((each) => each.name.endsWith('session_token'))
  return `${cookie?.name}=${encodeURIComponent(cookie?.value ?? '')}`
}

describe('signing in', () => {
  test('with the right password opens a session that later requests carry', async () => {
    const person = await somebody()
    const answer = await signInAs(person.email.toUpperCase(), person.password)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      id: person.id,
      name: 'Somchai',
      email: person.email,
      language: 'th',
      timeZone: 'UTC',
      programs: [],
    })
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^cuepoint\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ])
    const me = await stage.ask('GET', '/api/session', cookieOf(answer))
    expect(me.json()).toMatchObject({ id: person.id })
  })

  test('with a wrong password and with an unknown address is refused alike', async () => {
    const person = await somebody()
    const wrong = await signInAs(person.email, 'not the password')
    const unknown = await signInAs('nobody@school.example', 'not the password')
    expect(wrong.statusCode).toBe(401)
    expect({ ...wrong.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
    expect(wrong.headers['set-cookie']).toBeUndefined()
  })

  test('is limited by address, whatever the caller says her address is', async () => {
    const person = await somebody()
    const answers: number[] = []
    for (let n = 0; n < 36; n += 1) {
      const forged = { 'x-forwarded-for': `192.0.2.${n}`, 'x-cuepoint-address': `192.0.2.${n}` }
      const email = n < 35 ? `nobody-${n}@school.example` : person.email
      answers.push((await signInAs(email, 'not the password', '10.9.9.9', forged)).statusCode)
    }
    expect(answers.slice(0, 30)).toEqual(Array(30).fill(401))
    expect(answers.slice(30)).toEqual(Array(6).fill(429))
    // Another address is not held to account for it.
    expect((await signInAs(person.email, person.password)).statusCode).toBe(200)
  })

  test('is limited by account, from wherever the tries come', async () => {
    const person = await somebody()
    const answers: number[] = []
    for (let n = 0; n < 32; n += 1)
      answers.push((await signInAs(person.email, 'not the password')).statusCode)
    expect(answers.slice(0, 30)).toEqual(Array(30).fill(401))
    expect(answers.slice(30)).toEqual([429, 429])
    const late = await signInAs(person.email, person.password)
    expect(late.statusCode).toBe(429)
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(800)
    expect(late.json().details.retryAfterSeconds).toBeLessThanOrEqual(900)
  })

  test('from another site’s page is refused', async () => {
    const person = await somebody()
    const foreign = await signInAs(person.email, person.password, undefined, {
      origin: 'https://elsewhere.example',
    })
    const crossSite = await signInAs(person.email, person.password, undefined, {
      'sec-fetch-site': 'cross-site',
    })
    expect([foreign.statusCode, crossSite.statusCode]).toEqual([403, 403])
    const own = await signInAs(person.email, person.password, undefined, {
      origin: 'http://cuepoint.test',
      'sec-fetch-site': 'same-origin',
    })
    expect(own.statusCode).toBe(200)
  })

  test('nobody can sign herself up, and no other door of the library is open', async () => {
    for (const path of [
      '/api/auth/sign-up/email',
      '/inside/auth/sign-up/email',
      '/inside/auth/sign-in/email',
      '/inside/auth/ok',
    ]) {
      const answer = await stage.ask('POST', path, undefined, {
        name: 'x',
        email: 'x@school.example',
        password: 'long enough 1',
      })
      expect(answer.statusCode).toBe(404)
    }
    expect((await stage.ask('GET', '/inside/auth/get-session')).statusCode).toBe(404)
  })
})

describe('a session', () => {
  test('is nobody’s with a forged signature, after its end, and after signing out', async () => {
    const person = await somebody()
    const cookie = await stage.signIn(person.id)
    expect((await stage.ask('GET', '/api/session', cookie)).statusCode).toBe(200)
    expect((await stage.ask('GET', '/api/session', `${cookie.slice(0, -6)}AAA%3D`)).statusCode).toBe(401)
    expect((await stage.ask('GET', '/api/session')).statusCode).toBe(401)

    await stage.owner.query(`update session set expires_at = now() where person_id = $1`, [person.id])
    expect((await stage.ask('GET', '/api/session', cookie)).statusCode).toBe(401)

    const next = cookieOf(await signInAs(person.email, person.password))
    const out = await stage.ask('DELETE', '/api/session', next)
    expect(out.statusCode).toBe(204)
    expect(String(out.headers['set-cookie'])).toMatch(/cuepoint\.session_token=;.*Max-Age=0/)
    expect((await stage.ask('GET', '/api/session', next)).statusCode).toBe(401)
  })

  test('is lengthened where it is used, at most once a day', async () => {
    const person = await somebody()
    const cookie = await stage.signIn(person.id)
    expect((await stage.ask('GET', '/api/session', cookie)).headers['set-cookie']).toBeUndefined()
    await stage.owner.query(
      `update session set updated_at = now() - interval '25 hours' where person_id = $1`,
      [person.id],
    )
    const renewed = await stage.ask('GET', '/api/session', cookie)
    expect(String(renewed.headers['set-cookie'])).toContain(cookie)
    const { rows } = await stage.owner.query<{ days: number }>(
      `select extract(day from expires_at - now())::integer as days from session where person_id = $1`,
      [person.id],
    )
    expect(rows[0]?.days).toBe(29)
    expect((await stage.ask('GET', '/api/session', cookie)).headers['set-cookie']).toBeUndefined()
  })

  test('ends everywhere when she asks for it, and only hers', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const phone = cookieOf(await signInAs(person.email, person.password))
    const desk = cookieOf(await signInAs(person.email, person.password))
    const theirs = cookieOf(await signInAs(other.email, other.password))
    expect((await stage.ask('DELETE', '/api/sessions', phone)).statusCode).toBe(204)
    expect((await stage.ask('GET', '/api/session', phone)).statusCode).toBe(401)
    expect((await stage.ask('GET', '/api/session', desk)).statusCode).toBe(401)
    expect((await stage.ask('GET', '/api/session', theirs)).statusCode).toBe(200)
  })
})

describe('her settings', () => {
  test('change name, language and time zone', async () => {
    const person = await somebody()
    const cookie = await stage.signIn(person.id)
    const answer = await stage.ask('PATCH', '/api/me', cookie, {
      name: ' สมชาย ',
      language: 'es',
      timeZone: 'America/Lima',
    })
    expect(answer.json()).toMatchObject({ name: 'สมชาย', language: 'es', timeZone: 'America/Lima' })
    expect((await stage.ask('GET', '/api/session', cookie)).json()).toMatchObject({ language: 'es' })
  })

  test.each([
    { timeZone: 'Middle/Earth' },
    { name: '  ' },
    { language: 'xx' },
    { email: 'new@school.example' },
  ])('refuse %j in her language', async (change) => {
    const person = await somebody()
    const answer = await stage.ask('PATCH', '/api/me', await stage.signIn(person.id), change)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'bad-request', title: 'ข้อมูลในหน้านี้ไม่ตรงกัน' })
    expect(answer.body).not.toContain('school.example')
  })
})

describe('changing the password', () => {
  test('needs the old one, and signs every other browser out', async () => {
    const person = await somebody()
    const phone = cookieOf(await signInAs(person.email, person.password))
    const desk = cookieOf(await signInAs(person.email, person.password))
    const change = (currentPassword: string, newPassword: string) =>
      stage.ask('POST', '/api/me/password', desk, { currentPassword, newPassword })

    expect((await change('wrong words', 'five blue kites')).json()).toMatchObject({
      code: 'wrong-credentials',
    })
    expect((await change(person.password, 'short')).json()).toMatchObject({
      code: 'password-too-short',
      status: 422,
    })
    expect((await stage.ask('GET', '/api/session', phone)).statusCode).toBe(200)

    const changed = await change(person.password, 'five blue kites')
    expect(changed.statusCode).toBe(204)
    expect((await stage.ask('GET', '/api/session', phone)).statusCode).toBe(401)
    expect((await stage.ask('GET', '/api/session', cookieOf(changed))).statusCode).toBe(200)
    expect((await signInAs(person.email, person.password)).statusCode).toBe(401)
    expect((await signInAs(person.email, 'five blue kites')).statusCode).toBe(200)
  })
})

describe('a forgotten password', () => {
  const askFor = (email: string) =>
    stage.app.inject({
      method: 'POST',
      url: '/api/password-resets',
      payload: { email },
      remoteAddress: '10.2.0.1',
    })
  const complete = (token: string, newPassword: string) =>
    stage.ask('POST', '/api/password-resets/complete', undefined, { token, newPassword })
  async function mailedToken(email: string): Promise<string> {
    const mail = await stage.mail.next()
    expect(mail).toMatchObject({ to: email, language: 'th', template: 'password-reset' })
    return /^http:\/\/cuepoint\.test\/reset#(.+)$/.exec(mail.params.link)?.[1] ?? ''
  }

  test('is set anew once by the link in the mail, which signs her out everywhere', async () => {
    const person = await somebody()
    const cookie = await stage.signIn(person.id)
    expect((await askFor(person.email)).statusCode).toBe(202)
    const token = await mailedToken(person.email)
    const { rows } = await stage.owner.query<{ stored: string }>(
      'select verification::text as stored from verification',
    )
    expect(JSON.stringify(rows)).not.toContain(token)

    expect((await complete(token, 'five blue kites')).statusCode).toBe(204)
    expect((await stage.ask('GET', '/api/session', cookie)).statusCode).toBe(401)
    expect((await signInAs(person.email, 'five blue kites')).statusCode).toBe(200)
    expect((await complete(token, 'six red kites here')).json()).toMatchObject({
      code: 'reset-link-spent',
      status: 410,
    })
    expect((await signInAs(person.email, 'five blue kites')).statusCode).toBe(200)
  })

  test('of two completions at once one counts', async () => {
    const person = await somebody()
    await askFor(person.email)
    const token = await mailedToken(person.email)
    const answers = await Promise.all([
      complete(token, 'five blue kites'),
      complete(token, 'six red kites here'),
    ])
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([204, 410])
  })

  test('is not set by a link that is too old or made up', async () => {
    const person = await somebody()
    await askFor(person.email)
    const token = await mailedToken(person.email)
    await stage.owner.query('update verification set expires_at = now()')
    expect((await complete(token, 'five blue kites')).json()).toMatchObject({ code: 'reset-link-spent' })
    expect((await complete('made-up-made-up-made-up', 'five blue kites')).json()).toMatchObject({
      code: 'reset-link-spent',
    })
    expect((await signInAs(person.email, person.password)).statusCode).toBe(200)
  })

  test('asking for an unknown address gets the same answer and no mail', async () => {
    const person = await somebody()
    const unknown = await askFor('nobody@school.example')
    const known = await askFor(person.email)
    expect([unknown.statusCode, unknown.body]).toEqual([known.statusCode, known.body])
    await mailedToken(person.email)
    expect(stage.mail.waiting).toBe(0)
  })

  test('is mailed three times in a quarter of an hour and no more', async () => {
    const person = await somebody()
    for (let n = 0; n < 3; n += 1) {
      await askFor(person.email)
      await mailedToken(person.email)
    }
    expect((await askFor(person.email)).statusCode).toBe(202)
    const next = await somebody()
    await askFor(next.email)
    await mailedToken(next.email)
    expect(stage.mail.waiting).toBe(0)
  })
})

test('a request finds its session with one read', async () => {
  const person = await somebody()
  const cookie = await stage.signIn(person.id)
  let reads = 0
  const count = () => {
    reads += 1
  }
  stage.deps.authDb.pool.on('acquire', count)
  expect((await stage.ask('GET', '/api/session', cookie)).statusCode).toBe(200)
  stage.deps.authDb.pool.off('acquire', count)
  // One for the session, one for what the route answers.
  expect(reads).toBe(2)
})
