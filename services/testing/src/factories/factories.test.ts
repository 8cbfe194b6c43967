import { expect, test } from 'vitest'
import { aLesson } from './lesson.ts'
import { openTestDatabase } from './open-database.ts'
import { aPartnership } from './programs.ts'

test('a lesson is seen by its teacher and her coach, and by nobody else', async () => {
  await using databases = await openTestDatabase()
  const lesson = await aLesson(databases.owner)
  const people = [lesson.teacher, lesson.coach, lesson.lead, lesson.otherTeacher, lesson.stranger]
  const seen = await Promise.all(
    people.map(async (person) => {
      const clips = await databases.api.asActor(person.id, (tx) =>
        tx.selectFrom('clip').select('id').execute(),
      )
      return [person.name, clips.length]
    }),
  )
  expect(Object.fromEntries(seen)).toEqual({ Malee: 1, Carmen: 1, Lena: 0, Ana: 0, Sven: 0 })
})

test('sides that make no partnership are refused', async () => {
  await using databases = await openTestDatabase()
  const { program, teacher, otherTeacher } = await aLesson(databases.owner)
  expect(() =>
    aPartnership(databases.owner, program.id, [
      { personId: teacher.id, side: 'teacher' },
      { personId: otherTeacher.id, side: 'teacher' },
    ]),
  ).toThrow(/one-to-one/)
})
