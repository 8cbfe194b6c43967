import type { Problem, Review, ReviewSummary } from '@cuepoint/contracts'
import { aClip, aGrant, anAnswer, aPrompt, aReview, aReviewWithPrompts, revoked } from '@cuepoint/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReviewStage, type ReviewStage } from '../testing/review-scene.ts'

let stage: ReviewStage
beforeAll(async () => {
  stage = await openReviewStage()
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
})
const problem = (code: string, details?: object) => (details ? { code, details } : { code })

describe('a draft', () => {
  test('starts for the clip’s owner and is seen by its coach alone', async () => {
    const { as, clip, coach, teacher } = await stage.lesson()
    const made = await as.coach.post('/reviews', { clipId: clip.id })
    expect(made.statusCode).toBe(201)
    const review = made.json<Review>()
    expect(review).toMatchObject({
      clipId: clip.id,
      clipTitle: clip.title,
      coach: { id: coach.id, name: 'Carmen' },
      iAm: 'coach',
      state: 'draft',
      turn: 'coach',
      participants: [
        {
          person: { id: teacher.id, name: 'Malee' },
          answeredRequired: 0,
          required: 0,
          lastSubmittedAt: null,
        },
      ],
      prompts: [],
      sentAt: null,
    })
    expect((await as.coach.get(`/reviews/${review.id}`)).json()).toEqual(review)
    for (const other of [as.teacher, as.otherTeacher, as.lead, as.stranger]) {
      const answer = await other.get(`/reviews/${review.id}`)
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toMatchObject(problem('not-found'))
    }
  })

  test('is started by whom the owner lets coach, and not by herself, a viewer or anyone else', async () => {
    const { as, clip, otherTeacher } = await stage.lesson()
    await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'view')
    expect((await as.coach.post('/reviews', { clipId: clip.id })).statusCode).toBe(201)
    expect((await as.teacher.post('/reviews', { clipId: clip.id })).statusCode).toBe(403)
    expect((await as.otherTeacher.post('/reviews', { clipId: clip.id })).statusCode).toBe(403)
    expect((await as.lead.post('/reviews', { clipId: clip.id })).statusCode).toBe(404)
    expect((await as.stranger.post('/reviews', { clipId: clip.id })).statusCode).toBe(404)
  })

  test('takes a due date and participants who see the clip, and no others', async () => {
    const { as, clip, coach, teacher, otherTeacher, lead } = await stage.lesson()
    const review = await aReview(stage.owner, clip, { coachId: coach.id })
    const path = `/reviews/${review.id}`
    const blind = await as.coach.patch(path, { participantIds: [teacher.id, otherTeacher.id, lead.id] })
    expect(blind.statusCode).toBe(422)
    expect(blind.json<Problem>()).toMatchObject(problem('participant-cannot-see'))
    expect(blind.json<Problem>().details?.['personIds']).toEqual(
      expect.arrayContaining([otherTeacher.id, lead.id]),
    )
    await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'view')
    const changed = await as.coach.patch(path, {
      dueOn: '2026-12-01',
      participantIds: [teacher.id, otherTeacher.id],
    })
    expect(changed.json()).toMatchObject({
      dueOn: '2026-12-01',
      participants: [{ person: { name: 'Ana' } }, { person: { name: 'Malee' } }],
    })
    // What is not named stays; null takes the date away.
    const undated = await as.coach.patch(path, { dueOn: null })
    expect(undated.json<Review>()).toMatchObject({ dueOn: null, version: 3 })
    expect(undated.json<Review>().participants).toHaveLength(2)
    for (const dueOn of ['0000-01-01', '2026-02-31', '2026-12-01T00:00:00Z'])
      expect((await as.coach.patch(path, { dueOn })).statusCode).toBe(400)
    const herself = await as.coach.patch(path, { participantIds: [coach.id] })
    expect(herself.statusCode).toBe(400)
    expect((await as.teacher.patch(path, { dueOn: null })).statusCode).toBe(404)
  })

  test('is deleted and brought back, and never once it is sent', async () => {
    const { as, clip, coach } = await stage.lesson()
    const { review } = await aReviewWithPrompts(stage.owner, clip, { coachId: coach.id })
    const path = `/reviews/${review.id}`
    expect((await as.coach.delete(path)).statusCode).toBe(204)
    expect((await as.coach.delete(path)).statusCode).toBe(204)
    expect((await as.coach.get(path)).statusCode).toBe(404)
    expect((await as.coach.patch(path, { dueOn: null })).statusCode).toBe(404)
    expect((await as.coach.post(`${path}/send`, { strengthFirstWaived: false })).statusCode).toBe(404)
    expect((await as.stranger.post(`${path}/restore`)).statusCode).toBe(404)
    const back = await as.coach.post(`${path}/restore`)
    expect(back.statusCode).toBe(200)
    expect(back.json<Review>().prompts).toHaveLength(3)
    expect((await as.coach.get(path)).statusCode).toBe(200)

    expect((await as.coach.post(`${path}/send`, { strengthFirstWaived: false })).statusCode).toBe(200)
    for (const answer of [
      await as.coach.delete(path),
      await as.coach.post(`${path}/restore`),
      await as.coach.patch(path, { dueOn: null }),
    ]) {
      expect(answer.statusCode).toBe(409)
      expect(answer.json()).toMatchObject(problem('wrong-state', { state: 'sent' }))
    }
  })
})

describe('sending', () => {
  const send = (reviewId: string) => `/reviews/${reviewId}/send`
  const plainly = { strengthFirstWaived: false }

  test('moves the review to its participants, each of whom hears of it once', async () => {
    const { as, clip, coach, teacher, otherTeacher } = await stage.lesson()
    await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'view')
    const { review } = await aReviewWithPrompts(stage.owner, clip, {
      coachId: coach.id,
      participantIds: [teacher.id, otherTeacher.id],
    })
    const sent = await as.coach.post(send(review.id), plainly)
    expect(sent.statusCode).toBe(200)
    expect(sent.json()).toMatchObject({ state: 'sent', turn: 'teacher', iAm: 'coach' })
    expect(sent.json<Review>().sentAt).not.toBeNull()
    const seen = await as.teacher.get(`/reviews/${review.id}`)
    expect(seen.json()).toMatchObject({ iAm: 'participant', state: 'sent' })
    expect(seen.json<Review>().prompts.map((prompt) => prompt.kind)).toEqual([
      'strength',
      'look-again',
      'look-again',
    ])
    const fact = { kind: 'review-sent', fact: `review-sent:${review.id}` }
    const facts = await stage.facts(review)
    expect(facts).toHaveLength(2)
    expect(facts).toEqual(
      expect.arrayContaining([
        { ...fact, person_id: teacher.id },
        { ...fact, person_id: otherTeacher.id },
      ]),
    )
    expect((await as.coach.post(send(review.id), plainly)).json()).toMatchObject(problem('wrong-state'))
    expect(await stage.facts(review)).toHaveLength(2)
  })

  test('from two windows at once sends it once', async () => {
    const { as, clip, coach } = await stage.lesson()
    const { review } = await aReviewWithPrompts(stage.owner, clip, { coachId: coach.id })
    const answers = await Promise.all([1, 2, 3, 4].map(() => as.coach.post(send(review.id), plainly)))
    expect(answers.map((answer) => String(answer.statusCode)).sort()).toEqual(['200', '409', '409', '409'])
    expect(await stage.facts(review)).toHaveLength(1)
  })

  test('needs a prompt with words and a participant', async () => {
    const { as, clip, coach, teacher } = await stage.lesson()
    const review = await aReview(stage.owner, clip, { coachId: coach.id })
    await aPrompt(stage.owner, review.id, { kind: 'strength', text: '  ' })
    const wordless = await as.coach.post(send(review.id), plainly)
    expect(wordless.statusCode).toBe(422)
    expect(wordless.json()).toMatchObject(problem('review-without-prompts'))
    await aPrompt(stage.owner, review.id, { kind: 'strength', position: 1 })
    await as.coach.patch(`/reviews/${review.id}`, { participantIds: [] })
    const alone = await as.coach.post(send(review.id), plainly)
    expect(alone.json()).toMatchObject(problem('review-without-participants'))
    await as.coach.patch(`/reviews/${review.id}`, { participantIds: [teacher.id] })
    const sent = await as.coach.post(send(review.id), plainly)
    // The wordless one is left behind.
    expect(sent.json<Review>().prompts).toHaveLength(1)
  })

  test('starts with a strength, or the coach says that it does not, and that is written down', async () => {
    const { as, clip, coach } = await stage.lesson()
    const waived = async (id: string) =>
      (
        await stage.owner.asRole((tx) =>
          tx
            .selectFrom('review')
            .select('strength_first_waived')
            .where('id', '=', id)
            .executeTakeFirstOrThrow(),
        )
      ).strength_first_waived
    const review = await aReview(stage.owner, clip, { coachId: coach.id })
    await aPrompt(stage.owner, review.id, { kind: 'open' })
    const refused = await as.coach.post(send(review.id), plainly)
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject(problem('strength-first'))
    expect((await as.coach.post(send(review.id), { strengthFirstWaived: true })).statusCode).toBe(200)
    expect(await waived(review.id)).toBe(true)
    const { review: strong } = await aReviewWithPrompts(stage.owner, clip, { coachId: coach.id })
    await as.coach.post(send(strong.id), { strengthFirstWaived: true })
    expect(await waived(strong.id)).toBe(false)
  })

  test('waits for a clip that can be watched, and for moments that are in it', async () => {
    const { as, clip, coach, program, teacher, partnership } = await stage.lesson({ state: 'processing' })
    const { review } = await aReviewWithPrompts(stage.owner, clip, { coachId: coach.id })
    expect((await as.coach.post(send(review.id), plainly)).json()).toMatchObject(
      problem('wrong-state', { clipState: 'processing' }),
    )
    const short = await aClip(stage.owner, {
      programId: program.id,
      ownerId: teacher.id,
      duration_ms: 15_000,
    })
    await aGrant(stage.owner, short, { partnershipId: partnership.id })
    const asked = await aReviewWithPrompts(stage.owner, short, { coachId: coach.id })
    expect((await as.coach.post(send(asked.review.id), plainly)).json()).toMatchObject(
      problem('past-end-of-clip', { promptId: asked.prompts[1].id, durationMs: 15_000 }),
    )
  })

  test('is refused once a participant has lost sight of the clip', async () => {
    const { as, clip, coach, teacher, otherTeacher } = await stage.lesson()
    const grant = await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'view')
    const { review } = await aReviewWithPrompts(stage.owner, clip, {
      coachId: coach.id,
      participantIds: [teacher.id, otherTeacher.id],
    })
    await revoked(stage.owner, grant)
    expect((await as.coach.post(send(review.id), plainly)).json()).toMatchObject(
      problem('participant-cannot-see', { personIds: [otherTeacher.id] }),
    )
    expect(await stage.facts(review)).toEqual([])
  })

  test('is the coach’s alone', async () => {
    const { as, clip, coach } = await stage.lesson()
    const { review } = await aReviewWithPrompts(stage.owner, clip, { coachId: coach.id })
    for (const other of [as.teacher, as.otherTeacher, as.lead, as.stranger]) {
      expect((await other.post(send(review.id), plainly)).statusCode).toBe(404)
    }
    expect((await as.coach.post(send(review.id), plainly)).statusCode).toBe(200)
    expect((await as.teacher.post(send(review.id), plainly)).statusCode).toBe(403)
  })
})

describe('reading', () => {
  test('a clip’s reviews are listed to each as she may see them', async () => {
    const { as, clip, coach, otherTeacher } = await stage.lesson()
    const { review: sent } = await aReviewWithPrompts(stage.owner, clip, {
      coachId: coach.id,
      state: 'sent',
    })
    const draft = await aReview(stage.owner, clip, { coachId: coach.id })
    await aReview(stage.owner, clip, { coachId: coach.id, deleted_at: draft.created_at })
    await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'comment')
    const ids = async (voice: typeof as.coach) =>
      (await voice.get(`/clips/${clip.id}/reviews`))
        .json<{ items: ReviewSummary[] }>()
        .items.map((item) => item.id)
    expect(await ids(as.coach)).toEqual([draft.id, sent.id])
    expect(await ids(as.teacher)).toEqual([sent.id])
    expect(await ids(as.otherTeacher)).toEqual([])
    expect((await as.stranger.get(`/clips/${clip.id}/reviews`)).statusCode).toBe(404)
    const [summary] = (await as.teacher.get(`/clips/${clip.id}/reviews`)).json<{ items: ReviewSummary[] }>()
      .items
    expect(summary).toMatchObject({
      clipTitle: clip.title,
      posterUrl: `/api/clips/${clip.id}/media/${clip.media_id}/poster.jpg`,
      coach: { name: 'Carmen' },
      participants: [{ name: 'Malee' }],
      turn: 'teacher',
      prompts: 3,
    })
  })

  test('the owner follows a review she takes no part in, without its answers', async () => {
    const { as, clip, coach, otherTeacher } = await stage.lesson()
    await aGrant(stage.owner, clip, { personId: otherTeacher.id }, 'view')
    const { review, prompts } = await aReviewWithPrompts(stage.owner, clip, {
      coachId: coach.id,
      state: 'answering',
      participantIds: [otherTeacher.id],
    })
    await anAnswer(stage.owner, prompts[0].id, otherTeacher.id)
    const path = `/reviews/${review.id}`
    const toOwner = (await as.teacher.get(path)).json<Review>()
    expect(toOwner).toMatchObject({ iAm: 'owner', answers: [], drafts: [] })
    expect(toOwner.participants).toMatchObject([{ answeredRequired: 1, required: 2 }])
    expect((await as.coach.get(path)).json<Review>().answers).toHaveLength(1)
    expect((await as.otherTeacher.get(path)).json<Review>().answers).toHaveLength(1)
  })

  test('ends with leaving the program, and who left keeps her name', async () => {
    const { as, clip, coach, program } = await stage.lesson()
    const { review } = await aReviewWithPrompts(stage.owner, clip, { coachId: coach.id, state: 'sent' })
    const path = `/reviews/${review.id}`
    expect((await as.coach.get(path)).statusCode).toBe(200)
    await stage.owner.asRole((tx) =>
      tx
        .updateTable('member')
        .set({ left_at: review.created_at })
        .where('person_id', '=', coach.id)
        .where('program_id', '=', program.id)
        .execute(),
    )
    expect((await as.coach.get(path)).statusCode).toBe(404)
    expect((await as.teacher.get(path)).json()).toMatchObject({ coach: { name: 'Carmen' } })
  })
})
