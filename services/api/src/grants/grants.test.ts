import { randomUUID } from 'node:crypto'
import { aClip, aMember, aPartnership } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'

let stage: ClipStage
beforeAll(async () => {
  stage = await startClipStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const aFresh = (state: 'ready' | 'processing' = 'ready') =>
  aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.teacher.id,
    state,
  })
const share = (clip: { id: string }, body: object, cookie = stage.cookies.teacher) =>
  stage.ask('POST', `/api/clips/${clip.id}/grants`, cookie, { level: 'coach', expiresAt: null, ...body })
const grantsOf = async (clip: { id: string }) =>
  (await stage.ask('GET', `/api/clips/${clip.id}/grants`, stage.cookies.teacher)).json().items
const sees = async (clip: { id: string }, cookie: string) => {
  const answer = await stage.ask('GET', `/api/clips/${clip.id}`, cookie)
  return answer.statusCode === 200 ? answer.json().level : answer.statusCode
}
const told = async (clip: { id: string }) => {
  const { rows } = await stage.owner.query(
    `select person_id, from_id from notification where clip_id = $1 and kind = 'clip-shared'`,
    [clip.id],
  )
  return rows
}

test('her coach sees the clip from the moment she shares it until she takes it back', async () => {
  const clip = await aFresh()
  await expect(sees(clip, stage.cookies.coach)).resolves.toBe(404)
  const answer = await share(clip, { partnershipId: stage.lesson.partnership.id })
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toMatchObject({
    level: 'coach',
    partnershipId: stage.lesson.partnership.id,
    people: [{ id: stage.lesson.coach.id, name: 'Carmen' }],
    live: true,
  })
  await expect(sees(clip, stage.cookies.coach)).resolves.toBe('coach')
  await expect(sees(clip, stage.cookies.otherTeacher)).resolves.toBe(404)

  const url = `/api/clips/${clip.id}/grants/${answer.json().id}`
  expect((await stage.ask('DELETE', url, stage.cookies.coach)).statusCode).toBe(403)
  expect((await stage.ask('DELETE', url, stage.cookies.teacher)).statusCode).toBe(204)
  await expect(sees(clip, stage.cookies.coach)).resolves.toBe(404)
  expect((await stage.ask('DELETE', url, stage.cookies.teacher)).statusCode).toBe(204)
  await expect(grantsOf(clip)).resolves.toMatchObject([{ live: false, revokedAt: expect.any(String) }])
})

test('the receiver hears of it once, from its owner', async () => {
  const clip = await aFresh()
  await share(clip, { partnershipId: stage.lesson.partnership.id })
  await share(clip, { partnershipId: stage.lesson.partnership.id, level: 'view' })
  await share(clip, { personId: stage.lesson.coach.id })
  await expect(told(clip)).resolves.toEqual([
    { person_id: stage.lesson.coach.id, from_id: stage.lesson.teacher.id },
  ])
})

test('nobody hears of a clip that cannot be watched yet', async () => {
  const clip = await aFresh('processing')
  await share(clip, { partnershipId: stage.lesson.partnership.id })
  await expect(told(clip)).resolves.toEqual([])
  await expect(sees(clip, stage.cookies.coach)).resolves.toBe('coach')
})

test('the newest grant to a receiver says what holds', async () => {
  const clip = await aFresh()
  await share(clip, { partnershipId: stage.lesson.partnership.id, level: 'coach' })
  await share(clip, { partnershipId: stage.lesson.partnership.id, level: 'view' })
  await expect(sees(clip, stage.cookies.coach)).resolves.toBe('view')
  const grants: { live: boolean }[] = await grantsOf(clip)
  expect(grants.map((grant) => grant.live)).toEqual([true, false])
})

test('a grant ends when it says so', async () => {
  const clip = await aFresh()
  const past = await share(clip, {
    personId: stage.lesson.coach.id,
    expiresAt: '2020-01-01T00:00:00Z',
  })
  expect(past.json()).toMatchObject({ live: false })
  await expect(sees(clip, stage.cookies.coach)).resolves.toBe(404)
  await share(clip, { personId: stage.lesson.coach.id, expiresAt: '2099-01-01T00:00:00Z' })
  await expect(sees(clip, stage.cookies.coach)).resolves.toBe('coach')
})

test('a colleague who does not coach comments at most', async () => {
  const clip = await aFresh()
  await share(clip, { personId: stage.lesson.otherTeacher.id, level: 'coach' })
  await expect(sees(clip, stage.cookies.otherTeacher)).resolves.toBe('comment')
})

test('only someone she works with can be chosen', async () => {
  const clip = await aFresh()
  const { program, coach, otherTeacher, teacher, stranger, partnership } = stage.lesson
  const notHers = await aPartnership(stage.tables, program.id, [
    { personId: coach.id, side: 'coach' },
    { personId: otherTeacher.id, side: 'teacher' },
  ])
  const left = await aMember(stage.tables, program.id, ['coach'], { left_at: new Date() })
  const ended = await aPartnership(
    stage.tables,
    program.id,
    [
      { personId: coach.id, side: 'coach' },
      { personId: teacher.id, side: 'teacher' },
    ],
    { ended_at: new Date() },
  )
  const receivers = [
    { partnershipId: notHers.id },
    { partnershipId: ended.id },
    { partnershipId: randomUUID() },
    { personId: stranger.id },
    { personId: left.id },
    { personId: teacher.id },
    {},
    { partnershipId: partnership.id, personId: coach.id },
  ]
  for (const receiver of receivers) {
    const answer = await share(clip, receiver)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'grant-needs-receiver'])
  }
  await expect(grantsOf(clip)).resolves.toEqual([])
})

test('nobody shares what is not hers', async () => {
  const { clip, otherTeacher } = stage.lesson
  const body = { personId: otherTeacher.id }
  expect((await share(clip, body, stage.cookies.coach)).statusCode).toBe(403)
  expect((await share(clip, body, stage.cookies.stranger)).statusCode).toBe(404)
  await expect(sees(clip, stage.cookies.otherTeacher)).resolves.toBe(404)
})

test('a grant of another clip is not found under this one', async () => {
  const one = await aFresh()
  const other = await aFresh()
  const { id } = (await share(other, { personId: stage.lesson.coach.id })).json()
  const answer = await stage.ask('DELETE', `/api/clips/${one.id}/grants/${id}`, stage.cookies.teacher)
  expect(answer.statusCode).toBe(404)
  await expect(sees(other, stage.cookies.coach)).resolves.toBe('coach')
})
