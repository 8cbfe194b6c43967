import { randomUUID } from 'node:crypto'
import type { Discussion, Step } from '@cuepoint/contracts'
import { aGrant, anAnswer, aReviewWithPrompts, aStep, revoked } from '@cuepoint/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReviewStage, type ReviewStage } from '../testing/review-scene.ts'

let stage: ReviewStage
beforeAll(async () => {
  stage = await openReviewStage()
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
})

type Reviewed = Parameters<typeof aReviewWithPrompts>[2]
async function talk(values: Partial<Reviewed> = {}) {
  const lesson = await stage.lesson()
  const { review, prompts } = await aReviewWithPrompts(stage.owner, lesson.clip, {
    coachId: lesson.coach.id,
    state: 'ready',
    ...values,
  })
  return { ...lesson, review, prompts, path: `/reviews/${review.id}/discussion` }
}
const tuesday = '2026-12-01T09:00:00.000Z'
const friday = '2026-12-04T09:00:00.000Z'

// An expectation that any instant meets.
const anInstant = expect.any(String) as string

test('the agenda is prompts and answers in order, with what is missing', async () => {
  const { as, path, prompts, teacher, coach, clip, review } = await talk({ state: 'answering' })
  await anAnswer(stage.owner, prompts[1].id, teacher.id, { text: 'She turned it over.' })
  const seen = (await as.coach.get(path)).json<Discussion>()
  expect(seen).toEqual({
    reviewId: review.id,
    clipId: clip.id,
    coach: { id: coach.id, name: 'Carmen' },
    participants: [{ id: teacher.id, name: 'Malee' }],
    state: 'not-scheduled',
    turn: 'teacher',
    scheduledAt: null,
    openedAt: null,
    openedBy: null,
    openedEarly: false,
    closedAt: null,
    agenda: prompts.map((prompt) => ({
      prompt: {
        id: prompt.id,
        atMs: prompt.at_ms,
        endMs: prompt.end_ms,
        kind: prompt.kind,
        text: prompt.text,
        required: prompt.required,
        version: 1,
      },
      answers:
        prompt.id === prompts[1].id
          ? [
              {
                promptId: prompt.id,
                person: { id: teacher.id, name: 'Malee' },
                way: 'text',
                text: 'She turned it over.',
                version: 1,
                submittedAt: anInstant,
              },
            ]
          : [],
    })),
    missing: [{ person: { id: teacher.id, name: 'Malee' }, promptIds: [prompts[0].id] }],
    summary: '',
    summaryVersion: 0,
    steps: [],
  })
  expect((await as.teacher.get(path)).json()).toEqual(seen)
})

test('the talk is for the coach and the participants; the owner who takes no part is not in it', async () => {
  const { as, clip, coach, teacher, otherTeacher } = await stage.lesson()
  await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'view')
  const { review } = await aReviewWithPrompts(stage.owner, clip, {
    coachId: coach.id,
    state: 'ready',
    participantIds: [otherTeacher.id],
  })
  const path = `/reviews/${review.id}/discussion`
  const ways = (voice: typeof as.coach) => [
    () => voice.get(path),
    () => voice.put(`${path}/time`, { scheduledAt: tuesday }),
    () => voice.post(`${path}/open`),
    () => voice.put(`${path}/summary`, { summary: 'x', baseVersion: 0 }),
    () =>
      voice.post(`/reviews/${review.id}/steps`, {
        id: randomUUID(),
        ownerId: otherTeacher.id,
        text: 'y',
        dueOn: null,
      }),
    () => voice.post(`${path}/close`),
  ]
  const statuses = async (voice: typeof as.coach) => {
    const found: number[] = []
    for (const way of ways(voice)) found.push((await way()).statusCode)
    return found
  }
  expect(await statuses(as.teacher)).toEqual([403, 403, 403, 403, 403, 403])
  expect(await statuses(as.lead)).toEqual([404, 404, 404, 404, 404, 404])
  expect(await statuses(as.stranger)).toEqual([404, 404, 404, 404, 404, 404])
  expect(await statuses(as.otherTeacher)).toEqual([200, 200, 200, 200, 201, 403])
  expect(await statuses(as.coach)).toEqual([200, 200, 200, 200, 201, 200])
  expect(teacher.id).toBe(clip.owner_id)
})

test('a draft has no talk', async () => {
  const { as, path } = await talk({ state: 'draft' })
  expect((await as.coach.get(path)).statusCode).toBe(403)
  expect((await as.teacher.get(path)).statusCode).toBe(404)
  expect((await as.coach.post(`${path}/open`)).statusCode).toBe(403)
  expect((await as.coach.post(`${path}/close`)).statusCode).toBe(403)
})

describe('a time', () => {
  test('is set by either side, and the other side hears of each distinct time once', async () => {
    const { as, path, review, teacher, coach } = await talk()
    const set = (voice: typeof as.coach, scheduledAt: string | null) =>
      voice.put(`${path}/time`, { scheduledAt })
    expect((await set(as.coach, tuesday)).json()).toMatchObject({
      state: 'scheduled',
      scheduledAt: tuesday,
      turn: 'both',
    })
    await set(as.coach, tuesday)
    // The same moment in another zone is the same time.
    await set(as.coach, '2026-12-01T16:00:00+07:00')
    const told = (personId: string, at: string) => ({
      kind: 'discussion-scheduled',
      person_id: personId,
      fact: `discussion-scheduled:${review.id}:${at}`,
    })
    expect(await stage.facts(review)).toEqual([told(teacher.id, tuesday)])
    await set(as.teacher, friday)
    expect(await stage.facts(review)).toEqual([told(teacher.id, tuesday), told(coach.id, friday)])
    expect((await set(as.teacher, null)).json()).toMatchObject({ state: 'not-scheduled', scheduledAt: null })
    expect(await stage.facts(review)).toHaveLength(2)
  })

  test('that no clock or calendar shows is refused', async () => {
    const { as, path } = await talk()
    for (const scheduledAt of ['2016-12-31T23:59:60Z', '2026-02-31T00:00:00Z', 'soon']) {
      const answer = await as.coach.put(`${path}/time`, { scheduledAt })
      expect([scheduledAt, answer.statusCode]).toEqual([scheduledAt, 400])
    }
    expect((await as.coach.put(`${path}/time`, { scheduledAt: tuesday })).statusCode).toBe(200)
  })

  test('cannot be set for a talk that is closed', async () => {
    const { as, path } = await talk({ state: 'closed' })
    for (const voice of [as.coach, as.teacher]) {
      const answer = await voice.put(`${path}/time`, { scheduledAt: tuesday })
      expect(answer.statusCode).toBe(409)
      expect(answer.json()).toMatchObject({ code: 'wrong-state', details: { state: 'closed' } })
    }
    const open = await talk({ state: 'discussed' })
    expect((await open.as.teacher.put(`${open.path}/time`, { scheduledAt: tuesday })).statusCode).toBe(200)
  })
})

describe('opening', () => {
  test('early is recorded as early, and the others hear of it', async () => {
    const { as, path, review, coach, teacher } = await talk({ state: 'sent' })
    const opened = (await as.teacher.post(`${path}/open`)).json<Discussion>()
    expect(opened).toMatchObject({
      state: 'open',
      turn: 'both',
      openedEarly: true,
      openedBy: { id: teacher.id, name: 'Malee' },
    })
    expect(opened.openedAt).not.toBeNull()
    expect(opened.missing[0]?.promptIds).toHaveLength(2)
    expect(await stage.facts(review)).toEqual([
      { kind: 'review-discussed', person_id: coach.id, fact: `review-discussed:${review.id}` },
    ])
  })

  test('with every required answer there is not early', async () => {
    const { as, path, prompts, teacher } = await talk()
    for (const prompt of prompts.slice(0, 2)) await anAnswer(stage.owner, prompt.id, teacher.id)
    expect((await as.coach.post(`${path}/open`)).json()).toMatchObject({ openedEarly: false, missing: [] })
  })

  test('by both in the same moment opens it once', async () => {
    const { as, path, review } = await talk()
    const answers = await Promise.all([
      as.coach.post(`${path}/open`),
      as.teacher.post(`${path}/open`),
      as.coach.post(`${path}/open`),
      as.teacher.post(`${path}/open`),
    ])
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200])
    const openers = new Set(answers.map((answer) => answer.json<Discussion>().openedBy?.id))
    expect(openers.size).toBe(1)
    expect(new Set(answers.map((answer) => answer.json<Discussion>().openedAt)).size).toBe(1)
    expect(await stage.facts(review)).toHaveLength(1)
  })
})

describe('the summary', () => {
  test('is shared, and a later save is told what is there', async () => {
    const { as, path } = await talk({ state: 'discussed' })
    const save = (voice: typeof as.coach, summary: string, baseVersion: number) =>
      voice.put(`${path}/summary`, { summary, baseVersion })
    expect((await save(as.coach, 'We looked at waiting.', 0)).json()).toMatchObject({
      summary: 'We looked at waiting.',
      summaryVersion: 1,
    })
    const late = await save(as.teacher, 'We looked at hands.', 0)
    expect(late.statusCode).toBe(409)
    expect(late.json()).toMatchObject({
      code: 'version-conflict',
      details: { current: { summary: 'We looked at waiting.', version: 1 } },
    })
    expect((await save(as.coach, 'We looked at waiting.', 0)).statusCode).toBe(200)
    expect((await save(as.teacher, 'Both.', 1)).json()).toMatchObject({ summaryVersion: 2 })
  })

  test('written by both in the same moment keeps one and tells the other', async () => {
    const { as, path } = await talk({ state: 'discussed' })
    const answers = await Promise.all(
      [as.coach, as.teacher, as.coach, as.teacher].map((voice, index) =>
        voice.put(`${path}/summary`, { summary: `version ${index}`, baseVersion: 0 }),
      ),
    )
    expect(answers.map((answer) => String(answer.statusCode)).sort()).toEqual(['200', '409', '409', '409'])
  })

  test('of a closed talk stays as it is', async () => {
    const { as, path } = await talk({ state: 'closed', summary: 'Done.' })
    const answer = await as.coach.put(`${path}/summary`, { summary: 'Not done.', baseVersion: 0 })
    expect(answer.json()).toMatchObject({ code: 'wrong-state' })
  })
})

describe('steps', () => {
  const aNewStep = (ownerId: string, values: object = {}) => ({
    id: randomUUID(),
    ownerId,
    text: 'Count to five before I help.',
    dueOn: '2026-12-08',
    ...values,
  })

  test('are agreed by either side for someone in the talk, once', async () => {
    const { as, review, teacher, coach, lead, path } = await talk({ state: 'discussed' })
    const steps = `/reviews/${review.id}/steps`
    const hers = aNewStep(teacher.id)
    const answers = await Promise.all(Array.from({ length: 5 }, () => as.teacher.post(steps, hers)))
    expect(answers.map((answer) => String(answer.statusCode)).sort()).toEqual([
      '200',
      '200',
      '200',
      '200',
      '201',
    ])
    expect(answers[0]?.json()).toEqual({
      id: hers.id,
      owner: { id: teacher.id, name: 'Malee' },
      text: hers.text,
      dueOn: '2026-12-08',
      doneAt: null,
      version: 1,
    })
    expect((await as.teacher.post(steps, aNewStep(coach.id))).statusCode).toBe(201)
    expect((await as.coach.post(steps, aNewStep(lead.id))).statusCode).toBe(400)
    expect((await as.lead.post(steps, aNewStep(lead.id))).statusCode).toBe(404)
    expect((await as.coach.get(path)).json<Discussion>().steps.map((step) => step.owner.name)).toEqual([
      'Malee',
      'Carmen',
    ])
  })

  test('are done, moved and undone by version, also after the talk is closed', async () => {
    const { as, review, teacher } = await talk({ state: 'closed' })
    const step = await aStep(stage.owner, review.id, teacher.id)
    const place = `/reviews/${review.id}/steps/${step.id}`
    const done = (await as.teacher.patch(place, { done: true, baseVersion: 1 })).json<Step>()
    expect(done.doneAt).not.toBeNull()
    const late = await as.coach.patch(place, { text: 'Count to ten.', baseVersion: 1 })
    expect(late.statusCode).toBe(409)
    expect(late.json()).toMatchObject({ code: 'version-conflict', details: { current: done } })
    // Said twice on a bad line.
    expect((await as.teacher.patch(place, { done: true, baseVersion: 1 })).json()).toEqual(done)
    const undone = await as.coach.patch(place, { done: false, dueOn: null, baseVersion: 2 })
    expect(undone.json()).toMatchObject({ doneAt: null, dueOn: null, version: 3 })
    expect((await as.teacher.delete(place)).statusCode).toBe(204)
    expect((await as.teacher.delete(place)).statusCode).toBe(404)
    const refused = await as.teacher.post(`/reviews/${review.id}/steps`, aNewStep(teacher.id))
    expect(refused.json()).toMatchObject({ code: 'wrong-state' })
  })

  test('stay hers when the clip behind them is taken back', async () => {
    const { as, review, coach, teacher, grant } = await talk({ state: 'discussed' })
    const coachs = await aStep(stage.owner, review.id, coach.id)
    const hers = await aStep(stage.owner, review.id, teacher.id)
    await revoked(stage.owner, grant)
    const place = (step: { id: string }) => `/reviews/${review.id}/steps/${step.id}`
    expect((await as.coach.patch(place(coachs), { done: true, baseVersion: 1 })).statusCode).toBe(200)
    expect((await as.coach.patch(place(hers), { done: true, baseVersion: 1 })).statusCode).toBe(404)
    expect((await as.coach.get(`/reviews/${review.id}`)).statusCode).toBe(404)
  })

  test('of one review are not reached through another', async () => {
    const { as, review, teacher } = await talk({ state: 'discussed' })
    const other = await talk({ state: 'discussed' })
    const step = await aStep(stage.owner, review.id, teacher.id)
    const patch = { done: true, baseVersion: 1 }
    expect((await as.teacher.patch(`/reviews/${other.review.id}/steps/${step.id}`, patch)).statusCode).toBe(
      404,
    )
    expect((await as.stranger.patch(`/reviews/${review.id}/steps/${step.id}`, patch)).statusCode).toBe(404)
    expect((await as.teacher.patch(`/reviews/${review.id}/steps/${step.id}`, patch)).statusCode).toBe(200)
  })
})

test('closing is the coach’s, comes after opening, and is told to the participants once', async () => {
  const { as, path, review, teacher } = await talk()
  expect((await as.coach.post(`${path}/close`)).json()).toMatchObject({ code: 'wrong-state' })
  await as.coach.post(`${path}/open`)
  expect((await as.teacher.post(`${path}/close`)).statusCode).toBe(403)
  const answers = await Promise.all([1, 2, 3].map(() => as.coach.post(`${path}/close`)))
  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200])
  expect(answers[0]?.json()).toMatchObject({ state: 'closed', turn: 'nobody' })
  expect((await stage.facts(review)).filter((each) => each.kind === 'review-closed')).toEqual([
    { kind: 'review-closed', person_id: teacher.id, fact: `review-closed:${review.id}` },
  ])
  const reopened = await as.coach.post(`${path}/open`)
  expect(reopened.json()).toMatchObject({ code: 'wrong-state' })
})
