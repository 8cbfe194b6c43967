import type { AnswerDraft, Problem, Review } from '@cuepoint/contracts'
import { aDraft, aGrant, anAnswer, aReviewWithPrompts } from '@cuepoint/testing'
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
async function sent(values: Partial<Reviewed> = {}) {
  const lesson = await stage.lesson()
  const { review, prompts } = await aReviewWithPrompts(stage.owner, lesson.clip, {
    coachId: lesson.coach.id,
    state: 'sent',
    ...values,
  })
  const path = `/reviews/${review.id}`
  return {
    ...lesson,
    review,
    prompts,
    path,
    draftPath: (index: 0 | 1 | 2) => `${path}/prompts/${prompts[index].id}/draft`,
    state: async () => (await lesson.as.coach.get(path)).json<Review>().state,
  }
}
const words = (text: string, baseVersion = 0) => ({ way: 'text', text, baseVersion })

describe('a draft answer', () => {
  test('is hers alone, and her first one shows that she has begun', async () => {
    const { as, path, draftPath, prompts, state } = await sent()
    const saved = await as.teacher.put(draftPath(0), words('I noticed that'))
    expect(saved.statusCode).toBe(200)
    expect(saved.json()).toMatchObject({ way: 'text', text: 'I noticed that', version: 1 })
    expect(await state()).toBe('answering')
    const hers = (await as.teacher.get(path)).json<Review>()
    expect(hers.drafts).toEqual([{ promptId: prompts[0].id, draft: saved.json() }])
    expect(hers.answers).toEqual([])
    const coachSees = (await as.coach.get(path)).body
    expect(coachSees).not.toContain('I noticed that')
    expect(JSON.parse(coachSees)).toMatchObject({ drafts: [], answers: [] })
    expect((await as.coach.get(`${path}/discussion`)).body).not.toContain('I noticed that')
  })

  test('is written by a participant and by nobody else', async () => {
    const { as, draftPath, clip, otherTeacher } = await sent()
    await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'comment')
    expect((await as.coach.put(draftPath(0), words('for her'))).statusCode).toBe(403)
    expect((await as.otherTeacher.put(draftPath(0), words('me too'))).statusCode).toBe(404)
    expect((await as.lead.put(draftPath(0), words('me too'))).statusCode).toBe(404)
    expect((await as.stranger.put(draftPath(0), words('me too'))).statusCode).toBe(404)
    expect((await as.teacher.put(draftPath(0), words('mine'))).statusCode).toBe(200)
  })

  test('on two devices: the later save is told what is there, and both texts are kept', async () => {
    const { as, draftPath, prompts, teacher } = await sent()
    const phone = await as.teacher.put(draftPath(0), words('from the phone'))
    const late = await as.teacher.put(draftPath(0), words('from the laptop'))
    expect(late.statusCode).toBe(409)
    expect(late.json()).toMatchObject({
      code: 'version-conflict',
      details: { current: phone.json<AnswerDraft>() },
    })
    // The laptop tries again on the same base: told again, kept once.
    await as.teacher.put(draftPath(0), words('from the laptop'))
    const goesOn = await as.teacher.put(draftPath(0), words('from both', 1))
    expect(goesOn.json()).toMatchObject({ text: 'from both', version: 2 })
    const kept = await stage.owner.asRole((tx) =>
      tx
        .selectFrom('answer_draft_version')
        .select(['text', 'version', 'lost'])
        .where('prompt_id', '=', prompts[0].id)
        .where('person_id', '=', teacher.id)
        .orderBy('id')
        .execute(),
    )
    expect(kept).toEqual([
      { text: 'from the phone', version: 1, lost: false },
      { text: 'from the laptop', version: 1, lost: true },
      { text: 'from both', version: 2, lost: false },
    ])
  })

  test('saved from many places in one moment is saved once, and no words are lost', async () => {
    const { as, draftPath, prompts } = await sent()
    const texts = Array.from({ length: 8 }, (_, index) => `thought ${index}`)
    for (const baseVersion of [0, 1]) {
      const answers = await Promise.all(
        texts.map((text) => as.teacher.put(draftPath(0), words(`${text} on ${baseVersion}`, baseVersion))),
      )
      expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
      expect(answers.filter((answer) => answer.statusCode === 409)).toHaveLength(7)
    }
    const kept = await stage.owner.asRole((tx) =>
      tx.selectFrom('answer_draft_version').select('text').where('prompt_id', '=', prompts[0].id).execute(),
    )
    expect(new Set(kept.map((each) => each.text)).size).toBe(16)
  })

  test('saved again because the line was bad is no conflict', async () => {
    const { as, draftPath } = await sent()
    const first = await as.teacher.put(draftPath(0), words('once'))
    const again = await as.teacher.put(draftPath(0), words('once'))
    expect(again.statusCode).toBe(200)
    expect(again.json()).toEqual(first.json())
  })

  test('keeps every sign a person can type, and refuses the one nobody can', async () => {
    const { as, draftPath } = await sent()
    const text = ' ครูรอให้เด็กพูด\n¿Y si espero? 👩🏽‍🏫 \u202Eabc'
    expect((await as.teacher.put(draftPath(0), words(text))).json<AnswerDraft>().text).toBe(text)
    const refused = await as.teacher.put(draftPath(1), words('a\u0000b'))
    expect(refused.json()).toMatchObject({ code: 'bad-request' })
    expect((await as.teacher.put(draftPath(1), words('x'.repeat(10_001)))).statusCode).toBe(400)
    expect((await as.teacher.put(draftPath(1), words('x'.repeat(10_000)))).statusCode).toBe(200)
  })

  test('to a prompt of another review is nowhere', async () => {
    const { as, path } = await sent()
    const other = await sent()
    const place = `${path}/prompts/${other.prompts[0].id}/draft`
    expect((await as.teacher.put(place, words('lost'))).statusCode).toBe(404)
    expect((await other.as.teacher.put(other.draftPath(0), words('found'))).statusCode).toBe(200)
  })
})

describe('submitting', () => {
  test('opens the gate with the last required answer, and the coach hears of it once', async () => {
    const { as, path, prompts, teacher, coach, review, state } = await sent()
    await aDraft(stage.owner, prompts[0].id, teacher.id, { text: 'I waited.' })
    await aDraft(stage.owner, prompts[1].id, teacher.id, { way: 'talk', text: '' })
    const half = await as.teacher.post(`${path}/answers`, {
      drafts: [{ promptId: prompts[0].id, version: 1 }],
    })
    expect(half.statusCode).toBe(200)
    expect(half.json()).toMatchObject({
      state: 'answering',
      gateOpen: false,
      participants: [{ answeredRequired: 1, required: 2 }],
      answers: [{ promptId: prompts[0].id, text: 'I waited.', version: 1, person: { name: 'Malee' } }],
    })
    expect((await as.coach.get(path)).json<Review>().answers).toEqual(half.json<Review>().answers)
    expect(await stage.facts(review)).toEqual([])

    const whole = await as.teacher.post(`${path}/answers`, {
      drafts: prompts.slice(0, 2).map((prompt) => ({ promptId: prompt.id, version: 1 })),
    })
    expect(whole.json()).toMatchObject({ state: 'ready', turn: 'coach', gateOpen: true })
    // What had not changed was not submitted again.
    expect(whole.json<Review>().answers.map((answer) => answer.version)).toEqual([1, 1])
    expect(await stage.facts(review)).toEqual([
      { kind: 'review-ready', person_id: coach.id, fact: `review-ready:${review.id}` },
    ])
    expect(await state()).toBe('ready')
  })

  test('an answer taken out again closes the gate; putting it back is no news', async () => {
    const { as, path, draftPath, prompts, teacher, review, state } = await sent({ state: 'answering' })
    await anAnswer(stage.owner, prompts[0].id, teacher.id)
    await as.teacher.put(draftPath(1), words('This as well.'))
    const submit = (version: number) =>
      as.teacher.post(`${path}/answers`, { drafts: [{ promptId: prompts[1].id, version }] })
    expect((await submit(1)).json()).toMatchObject({ state: 'ready' })
    await as.teacher.put(draftPath(1), words('  \n', 1))
    // A draft alone moves nothing.
    expect(await state()).toBe('ready')
    const emptied = (await submit(2)).json<Review>()
    expect(emptied).toMatchObject({ state: 'answering', turn: 'teacher', gateOpen: false })
    await as.teacher.put(draftPath(1), words('Better so.', 2))
    const back = (await submit(3)).json<Review>()
    expect(back).toMatchObject({ state: 'ready', gateOpen: true })
    expect(back.answers.find((answer) => answer.promptId === prompts[1].id)).toMatchObject({
      text: 'Better so.',
      version: 3,
    })
    expect(await stage.facts(review)).toHaveLength(1)
    const versions = await stage.owner.asRole((tx) =>
      tx
        .selectFrom('answer_version')
        .select(['version', 'text'])
        .where('prompt_id', '=', prompts[1].id)
        .orderBy('version')
        .execute(),
    )
    expect(versions.map((each) => each.text)).toEqual(['This as well.', '', 'Better so.'])
  })

  test('sends what she saw and nothing newer', async () => {
    const { as, path, draftPath, prompts } = await sent()
    await as.teacher.put(draftPath(0), words('on the phone'))
    const newer = await as.teacher.put(draftPath(0), words('on the laptop', 1))
    const refused = await as.teacher.post(`${path}/answers`, {
      drafts: [{ promptId: prompts[0].id, version: 1 }],
    })
    expect(refused.statusCode).toBe(409)
    expect(refused.json<Problem>().details).toEqual({ promptId: prompts[0].id, current: newer.json() })
    const unknown = await as.teacher.post(`${path}/answers`, {
      drafts: [{ promptId: prompts[1].id, version: 1 }],
    })
    expect(unknown.json<Problem>().details).toEqual({ promptId: prompts[1].id, current: null })
    expect((await as.coach.get(path)).json<Review>().answers).toEqual([])
  })

  test('nothing is nothing', async () => {
    const { as, path, prompts, teacher } = await sent()
    await aDraft(stage.owner, prompts[0].id, teacher.id, { text: ' ' })
    for (const drafts of [[], [{ promptId: prompts[0].id, version: 1 }]]) {
      const answer = await as.teacher.post(`${path}/answers`, { drafts })
      expect(answer.statusCode).toBe(422)
      expect(answer.json()).toMatchObject({ code: 'nothing-to-submit' })
    }
    expect((await as.coach.get(path)).json<Review>().participants[0]?.lastSubmittedAt).toBeNull()
  })

  test('is over once the talk is open', async () => {
    const { as, path, draftPath, prompts, teacher } = await sent({ state: 'answering' })
    await aDraft(stage.owner, prompts[0].id, teacher.id)
    const drafts = [{ promptId: prompts[0].id, version: 1 }]
    expect((await as.teacher.post(`${path}/answers`, { drafts })).statusCode).toBe(200)
    expect((await as.coach.post(`${path}/discussion/open`)).statusCode).toBe(200)
    for (const answer of [
      await as.teacher.post(`${path}/answers`, { drafts }),
      await as.teacher.put(draftPath(1), words('late')),
    ]) {
      expect(answer.statusCode).toBe(409)
      expect(answer.json()).toMatchObject({ code: 'wrong-state', details: { state: 'discussed' } })
    }
    // What she had written is still hers to read.
    expect((await as.teacher.get(path)).json<Review>().drafts).toHaveLength(1)
  })

  test('is a participant’s alone', async () => {
    const { as, path, prompts } = await sent()
    const drafts = [{ promptId: prompts[0].id, version: 1 }]
    expect((await as.coach.post(`${path}/answers`, { drafts })).statusCode).toBe(403)
    for (const other of [as.otherTeacher, as.lead, as.stranger])
      expect((await other.post(`${path}/answers`, { drafts })).statusCode).toBe(404)
  })
})

describe('two participants', () => {
  async function both() {
    const lesson = await stage.lesson()
    await aGrant(stage.owner, lesson.clip, { personId: lesson.otherTeacher.id }, 'comment')
    const { review, prompts } = await aReviewWithPrompts(stage.owner, lesson.clip, {
      coachId: lesson.coach.id,
      state: 'answering',
      participantIds: [lesson.teacher.id, lesson.otherTeacher.id],
    })
    for (const person of [lesson.teacher, lesson.otherTeacher])
      for (const prompt of prompts.slice(0, 2))
        await aDraft(stage.owner, prompt.id, person.id, { text: `by ${person.name}` })
    const drafts = prompts.slice(0, 2).map((prompt) => ({ promptId: prompt.id, version: 1 }))
    return { ...lesson, review, prompts, path: `/reviews/${review.id}`, drafts }
  }

  test('who submit in the same moment open the gate exactly once', async () => {
    const rounds = await Promise.all(Array.from({ length: 5 }, both))
    for (const { as, path, drafts, review } of rounds) {
      const answers = await Promise.all([
        as.teacher.post(`${path}/answers`, { drafts }),
        as.otherTeacher.post(`${path}/answers`, { drafts }),
      ])
      expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200])
      expect(answers.map((answer) => answer.json<Review>().state).sort()).toEqual(['answering', 'ready'])
      expect((await as.coach.get(path)).json()).toMatchObject({ state: 'ready', gateOpen: true })
      expect((await stage.facts(review)).map((each) => each.kind)).toEqual(['review-ready'])
    }
  })

  test('see who has answered, and read only their own words', async () => {
    const { as, path, drafts } = await both()
    await as.teacher.post(`${path}/answers`, { drafts })
    const anas = await as.otherTeacher.get(path)
    expect(anas.body).not.toContain('by Malee')
    expect(anas.json<Review>().participants).toMatchObject([
      { person: { name: 'Ana' }, answeredRequired: 0, required: 2 },
      { person: { name: 'Malee' }, answeredRequired: 2, required: 2 },
    ])
    expect((await as.otherTeacher.get(`${path}/discussion`)).body).not.toContain('by Malee')
    expect((await as.teacher.get(`${path}/discussion`)).body).toContain('by Malee')
    expect((await as.coach.get(`${path}/discussion`)).body).toContain('by Malee')
  })
})
