import { type CuepointDatabase, openDatabase, type Row } from '@cuepoint/db'
import { aClip, aMember, aPartnership, aPerson, aProgram } from '@cuepoint/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AppUnderTest, startAppUnderTest } from '../testing/app-under-test.ts'

let stage: AppUnderTest
let owner: CuepointDatabase
beforeAll(async () => {
  stage = await startAppUnderTest()
  owner = openDatabase({ url: stage.database.ownerUrl, size: 3 })
})
afterAll(async () => {
  await owner.close()
  await stage[Symbol.asyncDispose]()
})

let program: Row<'program'>
let lead: Row<'person'>
let coach: Row<'person'>
let teacher: Row<'person'>
let as: { lead: string; coach: string; teacher: string; foreignLead: string }
beforeEach(async () => {
  program = await aProgram(owner, { name: 'Valle Norte', language: 'es' })
  lead = await aMember(owner, program.id, ['lead'], { person: await aPerson(owner, { name: 'Lena' }) })
  coach = await aMember(owner, program.id, ['coach'], { person: await aPerson(owner, { name: 'Carmen' }) })
  teacher = await aMember(owner, program.id, ['teacher'], { person: await aPerson(owner, { name: 'Malee' }) })
  const elsewhere = await aProgram(owner)
  const foreignLead = await aMember(owner, elsewhere.id, ['lead', 'coach', 'teacher'])
  as = {
    lead: await stage.signIn(lead.id),
    coach: await stage.signIn(coach.id),
    teacher: await stage.signIn(teacher.id),
    foreignLead: await stage.signIn(foreignLead.id),
  }
})
const at = (path = '') => `/api/programs/${program.id}${path}`

describe('a program', () => {
  test('is seen by its members and changed by its lead', async () => {
    expect((await stage.ask('GET', at(), as.teacher)).json()).toEqual({
      id: program.id,
      name: 'Valle Norte',
      language: 'es',
      filmingNote: '',
      myRoles: ['teacher'],
    })
    expect((await stage.ask('PATCH', at(), as.lead, { name: ' Valle Sur ' })).json()).toMatchObject({
      name: 'Valle Sur',
      language: 'es',
    })
    await stage.ask('PATCH', at(), as.lead, { filmingNote: ' Not the blue group. ' })
    expect((await stage.ask('GET', at(), as.teacher)).json()).toMatchObject({
      name: 'Valle Sur',
      filmingNote: 'Not the blue group.',
    })
    expect((await stage.ask('PATCH', at(), as.teacher, { filmingNote: 'All' })).statusCode).toBe(403)
    expect((await stage.ask('PATCH', at(), as.lead, { name: '  ' })).statusCode).toBe(400)
    expect((await stage.ask('PATCH', at(), as.coach, { name: 'Mine' })).statusCode).toBe(403)
  })

  test('is not there for others, and an unknown one looks the same', async () => {
    const foreign = await stage.ask('GET', at(), as.foreignLead)
    const unknown = await stage.ask('GET', `/api/programs/${lead.id}`, as.foreignLead)
    const notAnId = await stage.ask('GET', '/api/programs/1', as.foreignLead)
    for (const answer of [foreign, unknown, notAnId]) {
      expect(answer.statusCode).toBe(404)
      expect({ ...answer.json(), requestId: '' }).toEqual({ ...foreign.json(), requestId: '' })
    }
    expect((await stage.ask('PATCH', at(), as.foreignLead, { name: 'Mine' })).statusCode).toBe(404)
  })

  test('is lost to a session’s person the moment she leaves it', async () => {
    expect((await stage.ask('GET', at(), as.coach)).statusCode).toBe(200)
    await stage.ask('DELETE', at(`/members/${coach.id}`), as.lead)
    expect((await stage.ask('GET', at(), as.coach)).statusCode).toBe(404)
  })
})

describe('colleagues', () => {
  test('know each other by name and role, never by address', async () => {
    const answer = await stage.ask('GET', at('/colleagues'), as.teacher)
    expect(answer.json()).toEqual({
      items: [
        { person: { id: coach.id, name: 'Carmen' }, roles: ['coach'] },
        { person: { id: lead.id, name: 'Lena' }, roles: ['lead'] },
      ],
    })
    expect(answer.body).not.toContain('@')
    expect((await stage.ask('GET', at('/colleagues'), as.foreignLead)).statusCode).toBe(404)
  })
})

describe('members', () => {
  test('are listed with addresses for a lead, and for nobody else', async () => {
    const { items } = (await stage.ask('GET', at('/members'), as.lead)).json<{ items: { email: string }[] }>()
    expect(items).toHaveLength(3)
    expect(items[0]).toMatchObject({ person: { name: 'Carmen' }, email: coach.email, roles: ['coach'] })
    expect((await stage.ask('GET', at('/members'), as.coach)).statusCode).toBe(403)
    expect((await stage.ask('GET', at('/members'), as.foreignLead)).statusCode).toBe(404)
  })

  test('get other roles from a lead, and from nobody else', async () => {
    const path = at(`/members/${teacher.id}`)
    expect((await stage.ask('PATCH', path, as.lead, { roles: ['teacher', 'coach'] })).json()).toMatchObject({
      person: { id: teacher.id, name: 'Malee' },
      roles: ['teacher', 'coach'],
    })
    expect((await stage.ask('PATCH', path, as.teacher, { roles: ['lead'] })).statusCode).toBe(403)
    expect((await stage.ask('PATCH', path, as.foreignLead, { roles: ['lead'] })).statusCode).toBe(404)
    expect(
      (await stage.ask('PATCH', at(`/members/${program.id}`), as.lead, { roles: ['lead'] })).statusCode,
    ).toBe(404)
    expect((await stage.ask('PATCH', path, as.lead, { roles: [] })).statusCode).toBe(400)
  })

  test('keep a lead: the last one is neither demoted nor sent away', async () => {
    const herself = at(`/members/${lead.id}`)
    const lastLead = { code: 'last-lead', status: 409 }
    expect((await stage.ask('PATCH', herself, as.lead, { roles: ['coach'] })).json()).toMatchObject(lastLead)
    expect((await stage.ask('DELETE', herself, as.lead)).json()).toMatchObject(lastLead)
    expect((await stage.ask('PATCH', herself, as.lead, { roles: ['lead', 'coach'] })).statusCode).toBe(200)
    await stage.ask('PATCH', at(`/members/${coach.id}`), as.lead, { roles: ['lead'] })
    expect((await stage.ask('DELETE', herself, as.lead)).statusCode).toBe(204)
    expect((await stage.ask('GET', at('/members'), as.coach)).statusCode).toBe(200)
  })

  test('keep a lead also when two of them let go at once', async () => {
    await stage.ask('PATCH', at(`/members/${coach.id}`), as.lead, { roles: ['lead'] })
    const holding = await stage.owner.connect()
    await holding.query('begin')
    await holding.query('select from member where program_id = $1 for update', [program.id])
    const letGo = (personId: string, cookie: string) =>
      stage.ask('PATCH', at(`/members/${personId}`), cookie, { roles: ['teacher'] })
    const answers = Promise.all([letGo(lead.id, as.lead), letGo(coach.id, as.coach)])
    // Both have begun, and neither has written yet.
    let waiting = 0
    while (waiting < 2) {
      const { rows } = await stage.owner.query<{ n: number }>(
        `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      waiting = rows[0]?.n ?? 0
    }
    await holding.query('rollback')
    holding.release()
    expect((await answers).map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([200, 409])
  })

  test('who leave end what two cannot do without them; a group goes on without one of its teachers', async () => {
    const second = await aMember(owner, program.id, ['teacher'])
    const pair = await aPartnership(owner, program.id, [
      { personId: coach.id, side: 'coach' },
      { personId: teacher.id, side: 'teacher' },
    ])
    const group = await aPartnership(
      owner,
      program.id,
      [
        { personId: coach.id, side: 'coach' },
        { personId: teacher.id, side: 'teacher' },
        { personId: second.id, side: 'teacher' },
      ],
      { kind: 'group' },
    )
    expect((await stage.ask('DELETE', at(`/members/${teacher.id}`), as.lead)).statusCode).toBe(204)
    const { items } = (await stage.ask('GET', at('/partnerships'), as.lead)).json<{
      items: { id: string; endedAt: string | null }[]
    }>()
    expect(items.find((each) => each.id === pair.id)?.endedAt).not.toBeNull()
    expect(items.find((each) => each.id === group.id)?.endedAt).toBeNull()
  })
})

describe('partnerships', () => {
  const pair = () => ({
    kind: 'one-to-one',
    members: [
      { personId: coach.id, side: 'coach' },
      { personId: teacher.id, side: 'teacher' },
    ],
  })

  test('are made and ended by a lead; a second press makes no second one', async () => {
    const made = await stage.ask('POST', at('/partnerships'), as.lead, pair())
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({
      programId: program.id,
      kind: 'one-to-one',
      endedAt: null,
      members: [
        { person: { id: coach.id, name: 'Carmen' }, side: 'coach' },
        { person: { id: teacher.id, name: 'Malee' }, side: 'teacher' },
      ],
    })
    const [again, third] = await Promise.all([
      stage.ask('POST', at('/partnerships'), as.lead, pair()),
      stage.ask('POST', at('/partnerships'), as.lead, pair()),
    ])
    expect([again.json().id, third.json().id]).toEqual([made.json().id, made.json().id])
    const one = at(`/partnerships/${made.json().id}`)
    expect((await stage.ask('DELETE', one, as.coach)).statusCode).toBe(403)
    expect((await stage.ask('DELETE', one, as.foreignLead)).statusCode).toBe(404)
    expect((await stage.ask('DELETE', one, as.lead)).statusCode).toBe(204)
    expect((await stage.ask('POST', at('/partnerships'), as.lead, pair())).json().id).not.toBe(made.json().id)
  })

  test('are made by nobody else', async () => {
    expect((await stage.ask('POST', at('/partnerships'), as.coach, pair())).statusCode).toBe(403)
    expect((await stage.ask('POST', at('/partnerships'), as.foreignLead, pair())).statusCode).toBe(404)
  })

  test('are not made of people, sides or roles that do not fit', async () => {
    const elsewhere = await aPerson(owner)
    const misfits = [
      {
        kind: 'one-to-one',
        members: [
          { personId: coach.id, side: 'coach' },
          { personId: coach.id, side: 'teacher' },
        ],
      },
      { kind: 'peer', members: pair().members },
      {
        kind: 'one-to-one',
        members: [
          { personId: coach.id, side: 'coach' },
          { personId: elsewhere.id, side: 'teacher' },
        ],
      },
      {
        kind: 'one-to-one',
        members: [
          { personId: teacher.id, side: 'coach' },
          { personId: coach.id, side: 'teacher' },
        ],
      },
    ]
    const rules: string[] = []
    for (const misfit of misfits) {
      const answer = await stage.ask('POST', at('/partnerships'), as.lead, misfit)
      expect(answer.statusCode).toBe(400)
      rules.push(answer.json().details.rule)
    }
    expect(rules).toEqual(['sides', 'sides', 'members', 'roles'])
    const peers = {
      kind: 'peer',
      members: [
        { personId: coach.id, side: 'peer' },
        { personId: teacher.id, side: 'peer' },
      ],
    }
    expect((await stage.ask('POST', at('/partnerships'), as.lead, peers)).statusCode).toBe(201)
  })

  test('are all shown to a lead, and to others their own', async () => {
    await stage.ask('POST', at('/partnerships'), as.lead, pair())
    const outsider = await stage.signIn((await aMember(owner, program.id, ['teacher'])).id)
    const seen = async (cookie: string) =>
      (await stage.ask('GET', at('/partnerships'), cookie)).json<{ items: unknown[] }>().items.length
    expect([await seen(as.lead), await seen(as.teacher), await seen(as.coach), await seen(outsider)]).toEqual(
      [1, 1, 1, 0],
    )
    expect((await stage.ask('GET', at('/partnerships'), as.foreignLead)).statusCode).toBe(404)
  })
})

describe('counts', () => {
  const clipsOf = async (people: number) => {
    for (let n = 0; n < people; n += 1) {
      const someone = await aMember(owner, program.id, ['teacher'])
      await aClip(owner, { programId: program.id, ownerId: someone.id, title: 'A private title' })
    }
  }

  test('say how much work there is from five people on, and nothing below', async () => {
    await clipsOf(4)
    await aClip(owner, { programId: program.id, ownerId: coach.id, state: 'draft' })
    const few = await stage.ask('GET', at('/counts'), as.lead)
    expect(few.json()).toMatchObject({ teachers: 5, coaches: 1, partnerships: 0, clipsSent: null })
    await clipsOf(1)
    const enough = await stage.ask('GET', at('/counts'), as.lead)
    expect(enough.json()).toMatchObject({
      teachers: 6,
      clipsSent: 5,
      reviewsSent: null,
      discussionsHeld: null,
    })
    expect(enough.body).not.toContain('title')
  })

  test('are for the lead', async () => {
    expect((await stage.ask('GET', at('/counts'), as.coach)).statusCode).toBe(403)
    expect((await stage.ask('GET', at('/counts'), as.foreignLead)).statusCode).toBe(404)
  })
})

describe('notices', () => {
  const noticeFor = async (personId: string) => {
    const { rows } = await stage.owner.query<{ id: string }>(
      `insert into notification (person_id, kind, from_id, fact) values ($1, 'review-sent', $2, gen_random_uuid()::text) returning id`,
      [personId, coach.id],
    )
    return rows[0]?.id ?? ''
  }

  test('are hers to read, one by one or all', async () => {
    const [first, second] = [await noticeFor(teacher.id), await noticeFor(teacher.id)]
    const unread = async () =>
      (await stage.ask('GET', '/api/notices', as.teacher))
        .json<{ items: { id: string; readAt: string | null }[] }>()
        .items.filter((notice) => notice.readAt === null)
        .map((notice) => notice.id)
    expect((await stage.ask('GET', '/api/notices', as.teacher)).json().items[0]).toMatchObject({
      id: second,
      kind: 'review-sent',
      person: { id: coach.id, name: 'Carmen' },
    })
    expect((await stage.ask('POST', `/api/notices/${second}/read`, as.teacher)).statusCode).toBe(204)
    expect(await unread()).toEqual([first])
    expect((await stage.ask('POST', '/api/notices/read', as.teacher)).statusCode).toBe(204)
    expect(await unread()).toEqual([])
  })

  test('of others are not there', async () => {
    const hers = await noticeFor(teacher.id)
    expect((await stage.ask('POST', `/api/notices/${hers}/read`, as.coach)).statusCode).toBe(404)
    expect((await stage.ask('GET', '/api/notices', as.coach)).json()).toEqual({ items: [] })
  })
})
