import {
  aDraft,
  aLesson,
  anAnswer,
  aReviewWithPrompts,
  type OpenTestDatabase,
  openTestDatabase,
} from '@cuepoint/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAnswered } from './answers-repository.ts'
import type { Tx } from './client.ts'
import { addStep } from './steps-repository.ts'

// What the policies hold by themselves, whatever the application asks.
let databases: OpenTestDatabase
beforeAll(async () => {
  databases = await openTestDatabase()
})
afterAll(async () => {
  await databases.close()
})

async function scene(state: 'answering' | 'discussed' = 'answering') {
  const lesson = await aLesson(databases.owner)
  const asked = await aReviewWithPrompts(databases.owner, lesson.clip, { coachId: lesson.coach.id, state })
  return { ...lesson, ...asked }
}
const as = <T>(person: { id: string }, work: (tx: Tx) => Promise<T>): Promise<T> =>
  databases.api.asActor(person.id, work)
const refused = /row-level security|permission denied/

test('a draft answer is its author’s alone, a submitted one the coach’s as well', async () => {
  const { coach, teacher, otherTeacher, lead, prompts } = await scene()
  await aDraft(databases.owner, prompts[0].id, teacher.id)
  await anAnswer(databases.owner, prompts[1].id, teacher.id)
  const counts = (person: { id: string }) =>
    as(person, async (tx) => [
      (await tx.selectFrom('answer_draft').select('prompt_id').execute()).length,
      (await tx.selectFrom('answer').select('prompt_id').execute()).length,
      (await tx.selectFrom('answer_version').select('prompt_id').execute()).length,
    ])
  await expect(counts(teacher)).resolves.toEqual([1, 1, 1])
  await expect(counts(coach)).resolves.toEqual([0, 1, 1])
  await expect(counts(otherTeacher)).resolves.toEqual([0, 0, 0])
  await expect(counts(lead)).resolves.toEqual([0, 0, 0])
})

test('who answered is told, without the words, to those who see the review', async () => {
  const { coach, teacher, stranger, lead, review, prompts } = await scene()
  await anAnswer(databases.owner, prompts[0].id, teacher.id)
  await anAnswer(databases.owner, prompts[1].id, teacher.id, { text: '' })
  await anAnswer(databases.owner, prompts[2].id, teacher.id, { way: 'talk', text: '' })
  const told = (person: { id: string }) =>
    as(person, async (tx) =>
      (await listAnswered(tx, review.id)).map((each) => [each.prompt_id, each.says_something]),
    )
  const all = expect.arrayContaining([
    [prompts[0].id, true],
    [prompts[1].id, false],
    [prompts[2].id, true],
  ]) as unknown
  await expect(told(coach)).resolves.toEqual(all)
  await expect(told(teacher)).resolves.toEqual(all)
  await expect(told(lead)).resolves.toEqual([])
  await expect(told(stranger)).resolves.toEqual([])
})

test('a step is added by those in the talk and by nobody else, not even for herself', async () => {
  const { teacher, otherTeacher, stranger, review } = await scene('discussed')
  const step = (id: number, person: { id: string }) => (tx: Tx) =>
    addStep(tx, review.id, {
      id: `00000000-0000-4000-8000-00000000000${id}`,
      ownerId: person.id,
      text: 'Wait.',
      dueOn: null,
    })
  await expect(as(teacher, step(1, teacher))).resolves.toBe(true)
  await expect(as(otherTeacher, step(2, otherTeacher))).rejects.toThrow(refused)
  await expect(as(stranger, step(3, stranger))).rejects.toThrow(refused)
})

test('a participant leads the talk but does not close it or unsend the review', async () => {
  const { coach, teacher, review } = await scene('discussed')
  const set = (values: { state?: 'draft' | 'closed'; summary?: string }) => (tx: Tx) =>
    tx.updateTable('review').set(values).where('id', '=', review.id).returning('id').execute()
  await expect(as(teacher, set({ summary: 'Waiting.' }))).resolves.toHaveLength(1)
  await expect(as(teacher, set({ state: 'closed' }))).rejects.toThrow(refused)
  await expect(as(teacher, set({ state: 'draft' }))).rejects.toThrow(refused)
  await expect(as(coach, set({ state: 'closed' }))).resolves.toHaveLength(1)
})

test('whose review it is, of which clip, and whose prompt cannot be rewritten', async () => {
  const { coach, otherTeacher, review, prompts } = await scene()
  const rewrite = (statement: ReturnType<typeof sql>) => as(coach, (tx) => statement.execute(tx))
  await expect(
    rewrite(sql`update review set coach_id = ${otherTeacher.id} where id = ${review.id}`),
  ).rejects.toThrow(refused)
  await expect(
    rewrite(sql`update review set clip_id = gen_random_uuid() where id = ${review.id}`),
  ).rejects.toThrow(refused)
  await expect(
    rewrite(sql`update prompt set review_id = gen_random_uuid() where id = ${prompts[0].id}`),
  ).rejects.toThrow(refused)
  await expect(
    rewrite(sql`update review set due_on = '2026-12-01' where id = ${review.id}`),
  ).resolves.toMatchObject({ numAffectedRows: 1n })
})

test('a submitted answer rings for those who see the review', async () => {
  const { coach, teacher, review, prompts } = await scene()
  const client = await databases.owner.pool.connect()
  try {
    await client.query('listen change')
    const heard = new Promise<string>((resolve) => {
      client.on('notification', ({ payload = '' }) => {
        if (payload.includes(review.id)) resolve(payload)
      })
    })
    await anAnswer(databases.owner, prompts[0].id, teacher.id)
    const ring = JSON.parse(await heard) as { noun: string; people: string[] }
    expect(ring.noun).toBe('review')
    expect([...ring.people].sort()).toEqual([coach.id, teacher.id].sort())
  } finally {
    await client.query('unlisten change')
    client.release()
  }
})
