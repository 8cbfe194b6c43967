import { randomUUID } from 'node:crypto'
import type { NewPrompt, Prompt, Review } from '@cuepoint/contracts'
import { aPrompt, aReview, aReviewWithPrompts } from '@cuepoint/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReviewStage, type ReviewStage } from '../testing/review-scene.ts'

let stage: ReviewStage
beforeAll(async () => {
  stage = await openReviewStage()
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
})

const aQuestion = (values: Partial<NewPrompt> = {}): NewPrompt => ({
  id: randomUUID(),
  atMs: 12_000,
  endMs: null,
  kind: 'look-again',
  text: 'Where did her eyes go?',
  required: true,
  ...values,
})

async function draft() {
  const lesson = await stage.lesson()
  const review = await aReview(stage.owner, lesson.clip, { coachId: lesson.coach.id })
  const path = `/reviews/${review.id}/prompts`
  const order = async () =>
    (await lesson.as.coach.get(`/reviews/${review.id}`)).json<Review>().prompts.map((prompt) => prompt.id)
  return { ...lesson, review, path, order }
}

describe('a new prompt', () => {
  test('comes last, and the same one again is the same one', async () => {
    const { as, path, order } = await draft()
    const [first, second] = [
      aQuestion(),
      aQuestion({ atMs: 3_000, endMs: 9_000, kind: 'strength', required: false }),
    ]
    expect((await as.coach.post(path, first)).statusCode).toBe(201)
    const made = await as.coach.post(path, second)
    expect(made.json()).toEqual({ ...second, version: 1 })
    const again = await as.coach.post(path, { ...first, text: 'typed again' })
    expect(again.statusCode).toBe(200)
    expect(again.json<Prompt>().text).toBe(first.text)
    expect(await order()).toEqual([first.id, second.id])
  })

  test('saved ten times at once is one prompt', async () => {
    const { as, path, order } = await draft()
    const question = aQuestion()
    const answers = await Promise.all(Array.from({ length: 10 }, () => as.coach.post(path, question)))
    expect(answers.filter((answer) => answer.statusCode === 201)).toHaveLength(1)
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(9)
    expect(await order()).toEqual([question.id])
  })

  test('made side by side with others gets a place of its own', async () => {
    const { as, path, review } = await draft()
    await Promise.all(Array.from({ length: 6 }, () => as.coach.post(path, aQuestion())))
    const places = await stage.owner.asRole((tx) =>
      tx.selectFrom('prompt').select('position').where('review_id', '=', review.id).execute(),
    )
    expect(new Set(places.map((each) => each.position)).size).toBe(6)
  })

  test('stands inside the clip', async () => {
    const { as, path } = await draft()
    const refusal = async (values: Partial<NewPrompt>) =>
      (await as.coach.post(path, aQuestion(values))).json()
    expect(await refusal({ atMs: 60_001 })).toMatchObject({
      code: 'past-end-of-clip',
      details: { durationMs: 60_000 },
    })
    expect(await refusal({ atMs: 10, endMs: 60_001 })).toMatchObject({ code: 'past-end-of-clip' })
    expect(await refusal({ atMs: 10, endMs: 10 })).toMatchObject({ code: 'range-backwards' })
    expect((await as.coach.post(path, aQuestion({ atMs: 60_000 }))).statusCode).toBe(201)
    expect((await as.coach.post(path, aQuestion({ atMs: 0, endMs: 60_000 }))).statusCode).toBe(201)
  })

  test('does not take an id that is another review’s', async () => {
    const { as, path } = await draft()
    const other = await draft()
    const theirs = await aPrompt(stage.owner, other.review.id)
    expect((await as.coach.post(path, aQuestion({ id: theirs.id }))).statusCode).toBe(400)
    expect(await other.order()).toEqual([theirs.id])
  })

  test('is refused as the hundred and first', async () => {
    const { as, path, review } = await draft()
    for (let position = 0; position < 99; position += 1) await aPrompt(stage.owner, review.id, { position })
    const hundredth = aQuestion()
    expect((await as.coach.post(path, hundredth)).statusCode).toBe(201)
    const refused = await as.coach.post(path, aQuestion())
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({ code: 'too-many', details: { limit: 100 } })
    // The one that is there already is still answered.
    expect((await as.coach.post(path, hundredth)).statusCode).toBe(200)
    await as.coach.delete(`${path}/${hundredth.id}`)
    expect((await as.coach.post(path, aQuestion())).statusCode).toBe(201)
    expect((await as.coach.post(`${path}/${hundredth.id}/restore`)).json()).toMatchObject({
      code: 'too-many',
    })
  })

  test('with a field that is not declared is refused, not trimmed', async () => {
    const { as, path } = await draft()
    expect((await as.coach.post(path, { ...aQuestion(), score: 3 })).statusCode).toBe(400)
  })
})

describe('changing a prompt', () => {
  test('takes what is named, leaves the rest, and counts the version', async () => {
    const { as, path, review } = await draft()
    const prompt = await aPrompt(stage.owner, review.id, { at_ms: 5_000, end_ms: 9_000 })
    const changed = await as.coach.patch(`${path}/${prompt.id}`, { text: 'And then?', baseVersion: 1 })
    expect(changed.json()).toMatchObject({ text: 'And then?', atMs: 5_000, endMs: 9_000, version: 2 })
    const pointed = await as.coach.patch(`${path}/${prompt.id}`, { endMs: null, baseVersion: 2 })
    expect(pointed.json()).toMatchObject({ text: 'And then?', endMs: null, version: 3 })
    const backwards = await as.coach.patch(`${path}/${prompt.id}`, { endMs: 4_000, baseVersion: 3 })
    expect(backwards.json()).toMatchObject({ code: 'range-backwards' })
  })

  test('from two windows: the later one is told, and sees what is there', async () => {
    const { as, path, review } = await draft()
    const prompt = await aPrompt(stage.owner, review.id)
    const place = `${path}/${prompt.id}`
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((text) => as.coach.patch(place, { text, baseVersion: 1 })),
    )
    const kept = answers.filter((answer) => answer.statusCode === 200)
    expect(kept).toHaveLength(1)
    for (const answer of answers.filter((each) => each.statusCode !== 200)) {
      expect(answer.statusCode).toBe(409)
      expect(answer.json()).toMatchObject({
        code: 'version-conflict',
        details: { current: kept[0]?.json<Prompt>() },
      })
    }
    // The same save once more, because its answer was lost on the way.
    const again = await as.coach.patch(place, { text: kept[0]?.json<Prompt>().text, baseVersion: 1 })
    expect(again.statusCode).toBe(200)
    expect(again.json<Prompt>().version).toBe(2)
  })

  test('deleting and undoing brings it back where it was', async () => {
    const { as, path, review, order } = await draft()
    const ids: string[] = []
    for (const position of [0, 1, 2]) ids.push((await aPrompt(stage.owner, review.id, { position })).id)
    expect((await as.coach.delete(`${path}/${ids[1]}`)).statusCode).toBe(204)
    expect((await as.coach.delete(`${path}/${ids[1]}`)).statusCode).toBe(204)
    expect(await order()).toEqual([ids[0], ids[2]])
    expect((await as.coach.patch(`${path}/${ids[1]}`, { text: 'x', baseVersion: 1 })).statusCode).toBe(404)
    expect((await as.coach.post(`${path}/${ids[1]}/restore`)).statusCode).toBe(200)
    expect(await order()).toEqual(ids)
    expect((await as.coach.delete(`${path}/${randomUUID()}`)).statusCode).toBe(404)
  })

  test('a new order names every prompt there is', async () => {
    const { as, path, review, order } = await draft()
    const ids: string[] = []
    for (const position of [0, 1, 2]) ids.push((await aPrompt(stage.owner, review.id, { position })).id)
    const [a, b, c] = ids
    const place = `/reviews/${review.id}/prompt-order`
    const ordered = await as.coach.put(place, { promptIds: [c, a, b] })
    expect(ordered.json<Review>().prompts.map((prompt) => prompt.id)).toEqual([c, a, b])
    expect(await order()).toEqual([c, a, b])
    for (const promptIds of [
      [a, b],
      [a, b, randomUUID()],
      [a, b, c, randomUUID()],
    ]) {
      const refused = await as.coach.put(place, { promptIds })
      expect(refused.statusCode).toBe(409)
      expect(refused.json()).toMatchObject({
        code: 'version-conflict',
        details: { current: { promptIds: [c, a, b] } },
      })
    }
    await as.coach.post(path, aQuestion())
    expect((await order()).slice(0, 3)).toEqual([c, a, b])
  })
})

test('prompts are the coach’s while the review is a draft, and nobody’s to change after', async () => {
  const { as, clip, coach } = await stage.lesson()
  const { review, prompts } = await aReviewWithPrompts(stage.owner, clip, { coachId: coach.id })
  const path = `/reviews/${review.id}/prompts`
  const ways = (voice: typeof as.coach) => [
    () => voice.post(path, aQuestion()),
    () => voice.patch(`${path}/${prompts[0].id}`, { text: 'mine', baseVersion: 1 }),
    () => voice.delete(`${path}/${prompts[1].id}`),
    () => voice.post(`${path}/${prompts[1].id}/restore`),
    () => voice.put(`/reviews/${review.id}/prompt-order`, { promptIds: prompts.map((each) => each.id) }),
  ]
  const statuses = async (voice: typeof as.coach) => {
    const found: number[] = []
    for (const way of ways(voice)) found.push((await way()).statusCode)
    return found
  }
  for (const other of [as.teacher, as.otherTeacher, as.lead, as.stranger])
    expect(await statuses(other)).toEqual([404, 404, 404, 404, 404])
  const [made, changed, deleted, restored] = await statuses(as.coach)
  expect([made, changed, deleted, restored]).toEqual([201, 200, 204, 200])
  expect((await as.coach.post(`/reviews/${review.id}/send`, { strengthFirstWaived: false })).statusCode).toBe(
    200,
  )
  expect(await statuses(as.coach)).toEqual([409, 409, 409, 409, 409])
  expect(await statuses(as.teacher)).toEqual([403, 403, 403, 403, 403])
})
