import { randomUUID } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CuepointDatabase, openDatabase } from '@cuepoint/db'
import { aLesson, type Lesson, revoked } from '@cuepoint/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AppUnderTest, startAppUnderTest } from '../testing/app-under-test.ts'
import { openEventHub, pagesPerPerson } from './hub.ts'

let stage: AppUnderTest
let owner: CuepointDatabase
let lesson: Lesson
let port: number
beforeAll(async () => {
  stage = await startAppUnderTest()
  owner = openDatabase({ url: stage.database.ownerUrl, size: 3 })
  lesson = await aLesson(owner)
  await stage.app.listen({ host: '127.0.0.1', port: 0 })
  port = (stage.app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await owner.close()
  await stage[Symbol.asyncDispose]()
})

/** An open page: what it was told, and a way to wait until that holds something. */
async function openPage(cookie: string) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const asking = httpRequest({ port, host: '127.0.0.1', path: '/api/events', headers: { cookie } }, resolve)
  asking.once('error', reject)
  asking.end()
  const answer = await promise
  let heard = ''
  const waiting = new Set<() => void>()
  answer.setEncoding('utf8')
  answer.on('data', (text: string) => {
    heard += text
    for (const check of waiting) check()
  })
  const ended = new Promise<void>((done) => answer.once('close', done))
  return {
    status: answer.statusCode,
    headers: answer.headers,
    ended,
    get heard() {
      return heard
    },
    until: (text: string): Promise<void> =>
      new Promise((done) => {
        const check = () => {
          if (!heard.includes(text)) return
          waiting.delete(check)
          done()
        }
        waiting.add(check)
        check()
      }),
    close: () => asking.destroy(),
  }
}

const retitle = (title: string) =>
  owner.asRole((tx) => tx.updateTable('clip').set({ title }).where('id', '=', lesson.clip.id).execute())
const told = () => `event: change\ndata: {"noun":"clip","id":"${lesson.clip.id}"}\n\n`

describe('the stream of events', () => {
  test('tells who may see a clip that it changed, without a word of what', async () => {
    const [teacher, coach] = [
      await openPage(await stage.signIn(lesson.teacher.id)),
      await openPage(await stage.signIn(lesson.coach.id)),
    ]
    expect(teacher.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    await teacher.until('retry: 3000')
    await retitle('A private title')
    await Promise.all([teacher.until(told()), coach.until(told())])
    expect(coach.heard).not.toContain('private')
    teacher.close()
    coach.close()
  })

  test('tells nothing to who may not see it', async () => {
    const others = await Promise.all(
      [lesson.lead, lesson.otherTeacher, lesson.stranger].map(async (person) =>
        openPage(await stage.signIn(person.id)),
      ),
    )
    const teacher = await openPage(await stage.signIn(lesson.teacher.id))
    await retitle('Another title')
    await teacher.until(told())
    for (const other of others) {
      expect(other.heard).not.toContain('change')
      other.close()
    }
    teacher.close()
  })

  test('tells a coach whose sight was taken back once more, and then no more', async () => {
    const second = await aLesson(owner)
    const coach = await openPage(await stage.signIn(second.coach.id))
    const teacher = await openPage(await stage.signIn(second.teacher.id))
    const clip = `"id":"${second.clip.id}"`
    const timesTold = () => coach.heard.split(clip).length - 1
    // Notices come in the order of their commits: once this one is here, all before it are.
    const catchUp = async () => {
      const mark = randomUUID()
      await owner.pool.query("select app.ring('note', $1, $2::uuid[])", [
        mark,
        [second.coach.id, second.teacher.id],
      ])
      await Promise.all([coach.until(mark), teacher.until(mark)])
    }
    await catchUp()
    const before = timesTold()
    await revoked(owner, second.grant)
    await catchUp()
    expect(timesTold()).toBe(before + 1)
    await owner.asRole((tx) =>
      tx.updateTable('clip').set({ note: 'after' }).where('id', '=', second.clip.id).execute(),
    )
    await catchUp()
    expect(timesTold()).toBe(before + 1)
    expect(teacher.heard.split(clip).length).toBeGreaterThan(coach.heard.split(clip).length)
    coach.close()
    teacher.close()
  })

  // Sooner than the next heartbeat, which would find it out as well.
  test('ends with its session, and not with another one of the same person', {
    timeout: 10_000,
  }, async () => {
    const [here, there] = [await stage.signIn(lesson.coach.id), await stage.signIn(lesson.coach.id)]
    const [ending, staying] = [await openPage(here), await openPage(there)]
    expect((await stage.ask('DELETE', '/api/session', here)).statusCode).toBe(204)
    await ending.ended
    await retitle('A third title')
    await staying.until(told())
    staying.close()
  })

  test('is not for who is not signed in', async () => {
    const page = await openPage('')
    expect(page.status).toBe(401)
    page.close()
  })

  test('is open on so many pages of one person and no more', async () => {
    const cookie = await stage.signIn(lesson.otherTeacher.id)
    const pages = await Promise.all(Array.from({ length: pagesPerPerson }, () => openPage(cookie)))
    expect(pages.map((page) => page.status)).toEqual(pages.map(() => 200))
    const onemore = await openPage(cookie)
    expect(onemore.status).toBe(429)
    const [first] = pages
    first?.close()
    const [other] = [await openPage(await stage.signIn(lesson.stranger.id))]
    expect(other.status).toBe(200)
    for (const page of [...pages, onemore, other]) page.close()
  })
})

describe('the hub', () => {
  const openHub = async (heartbeatMs: number) =>
    openEventHub({ db: stage.deps.db, authDb: stage.deps.authDb, log: stage.deps.log, heartbeatMs })
  const listenerOf = (sessionId: string) => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    let beats = 0
    const { promise: beaten, resolve: onBeat } = Promise.withResolvers<void>()
    const listener = {
      personId: lesson.teacher.id,
      sessionId,
      send: () => undefined,
      beat: () => {
        beats += 1
        onBeat()
      },
      close: () => resolve(),
    }
    return { listener, closed, beaten, beats: () => beats }
  }
  const sessionFor = async (ends: string) => {
    const { rows } = await stage.owner.query<{ id: string }>(
      `insert into session (person_id, token, expires_at) values ($1, gen_random_uuid()::text, now() + $2::interval) returning id`,
      [lesson.teacher.id, ends],
    )
    return rows[0]?.id ?? ''
  }

  test('beats for a live session, and closes one that ran out by itself', async () => {
    const hub = await openHub(20)
    const [alive, over] = [listenerOf(await sessionFor('1 hour')), listenerOf(await sessionFor('-1 second'))]
    hub.join(alive.listener)
    hub.join(over.listener)
    await Promise.all([alive.beaten, over.closed])
    expect(over.beats()).toBe(0)
    await hub.close()
    await alive.closed
  })

  test('closes every page when its line to the database was lost, so that they read everything anew', async () => {
    const hub = await openHub(60_000)
    const page = listenerOf(await sessionFor('1 hour'))
    hub.join(page.listener)
    await stage.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'cuepoint-listen-%'`,
    )
    await expect(page.closed).resolves.toBeUndefined()
    await hub.close()
  })
})

test('a change for more people than one notice holds reaches all of them', async () => {
  const hub = await openEventHub({
    db: stage.deps.db,
    authDb: stage.deps.authDb,
    log: stage.deps.log,
    heartbeatMs: 60_000,
  })
  const { rows } = await stage.owner.query<{ people: string[] }>(
    'select array_agg(gen_random_uuid()) as people from generate_series(1, 450)',
  )
  const people = rows[0]?.people ?? []
  let waiting = people.length
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const personId of people)
    hub.join({
      personId,
      sessionId: personId,
      send: () => {
        waiting -= 1
        if (waiting === 0) resolve()
      },
      beat: () => undefined,
      close: () => undefined,
    })
  await stage.owner.query(`select app.ring('clip', $1, $2)`, [lesson.clip.id, people])
  await promise
  expect(waiting).toBe(0)
  await hub.close()
})
