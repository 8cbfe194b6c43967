import {
  aClip,
  aGrant,
  aMember,
  anAnswer,
  aPartnership,
  aPerson,
  aReviewWithPrompts,
  aStep,
  revoked,
} from '@cuepoint/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'

let stage: ClipStage
beforeAll(async () => {
  stage = await startClipStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const home = async (cookie: string) => {
  const answer = await stage.ask('GET', '/api/home', cookie)
  expect([answer.statusCode, answer.json().code]).toEqual([200, undefined])
  return answer.json()
}
const kinds = (items: { kind: string }[]) => items.map((item) => item.kind)

test('a day of a coach and a teacher, from each side', async () => {
  const { lesson, tables, cookies } = stage
  // A clip waits for its review.
  const before = await home(cookies.coach)
  expect(kinds(before.waiting)).toEqual(['start-review'])
  expect(before.teachers).toMatchObject([
    { teacher: { name: 'Malee' }, turn: 'coach', doing: 'clip-to-review', clipId: lesson.clip.id },
  ])
  expect(before.sharedClips).toMatchObject([{ id: lesson.clip.id, mine: false }])
  expect((await home(cookies.teacher)).waiting).toEqual([])

  // It is asked about.
  const { review, prompts } = await aReviewWithPrompts(tables, lesson.clip, {
    coachId: lesson.coach.id,
    state: 'sent',
  })
  expect(await home(cookies.coach)).toMatchObject({
    waiting: [],
    others: [{ id: review.id, turn: 'teacher', prompts: 3, participants: [{ name: 'Malee' }] }],
    teachers: [{ turn: 'teacher', doing: 'answering', reviewId: review.id }],
  })
  const asked = await home(cookies.teacher)
  expect(asked).toMatchObject({
    waiting: [{ kind: 'answer-review', reviewId: review.id, person: { name: 'Carmen' } }],
    others: [],
    teachers: [],
    myClips: [{ id: lesson.clip.id, mine: true }],
  })

  // She answers all that is required; an empty one counts for nothing.
  await anAnswer(tables, prompts[0].id, lesson.teacher.id, { way: 'talk', text: '' })
  await anAnswer(tables, prompts[1].id, lesson.teacher.id, { text: ' ' })
  expect(kinds((await home(cookies.teacher)).waiting)).toEqual(['answer-review'])
  await stage.owner.query(`update answer set text = 'I waited' where prompt_id = $1`, [prompts[1].id])
  expect(await home(cookies.teacher)).toMatchObject({ waiting: [], others: [{ id: review.id }] })

  // Nobody else has heard of any of it.
  for (const cookie of [cookies.otherTeacher, cookies.lead, cookies.stranger])
    expect(await home(cookie)).toEqual({
      waiting: [],
      others: [],
      teachers: [],
      myClips: [],
      sharedClips: [],
      unreadNotices: 0,
    })

  // Taken back: the coach keeps the teacher, and nothing of the lesson.
  await aStep(tables, review.id, lesson.coach.id, { text: 'Bring the sorting cards' })
  expect((await home(cookies.coach)).waiting).toMatchObject([
    { kind: 'do-step', stepText: 'Bring the sorting cards', clipTitle: lesson.clip.title },
  ])
  await revoked(tables, lesson.grant)
  const after = await home(cookies.coach)
  expect(after).toMatchObject({
    waiting: [{ kind: 'do-step', stepText: 'Bring the sorting cards', clipTitle: null, reviewId: null }],
    others: [],
    teachers: [{ turn: 'teacher', doing: 'nothing-yet', reviewId: null }],
    sharedClips: [],
  })
  expect(kinds((await home(cookies.teacher)).waiting)).toContain('share-clip')
  expect(JSON.stringify(after)).not.toContain(lesson.clip.title)
})

test('the number of questions does not grow with what there is', async () => {
  const { lesson, tables } = stage
  const coach = await aMember(tables, lesson.program.id, ['coach'])
  const cookie = await stage.signIn(coach.id)
  const aTeacherWithClips = async (name: string) => {
    const teacher = await aMember(tables, lesson.program.id, ['teacher'], {
      person: await aPerson(tables, { name }),
    })
    const partnership = await aPartnership(tables, lesson.program.id, [
      { personId: coach.id, side: 'coach' },
      { personId: teacher.id, side: 'teacher' },
    ])
    for (const state of ['sent', 'ready', 'closed'] as const) {
      const clip = await aClip(tables, { programId: lesson.program.id, ownerId: teacher.id })
      await aGrant(tables, clip, { partnershipId: partnership.id })
      await aReviewWithPrompts(tables, clip, { coachId: coach.id, state })
    }
  }
  const questions = vi.spyOn(pg.Client.prototype, 'query')
  await aTeacherWithClips('One')
  questions.mockClear()
  expect((await home(cookie)).teachers).toHaveLength(1)
  const askedForOne = questions.mock.calls.length
  for (const name of ['Two', 'Three', 'Four', 'Five', 'Six']) await aTeacherWithClips(name)
  questions.mockClear()
  const full = await home(cookie)
  expect(questions.mock.calls.length).toBe(askedForOne)
  questions.mockRestore()
  expect(full.teachers).toHaveLength(6)
  expect(full.others).toHaveLength(6)
  expect(kinds(full.waiting)).toEqual(Array.from({ length: 6 }, () => 'plan-discussion'))
})
