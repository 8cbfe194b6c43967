import { instantFrom } from '@cuepoint/domain'
import { aGrant, aLesson, aMember, aPartnership, openTestDatabase, revoked } from '@cuepoint/testing'
import { expect, test } from 'vitest'
import { findClipFacts, findProgramFacts } from './access-repository.ts'
import { listPartnerships } from './partnerships-repository.ts'

// Through the owner of the tables, whom no policy binds: the application's rules have to hold by themselves.

test('without the policies, a clip is seen at the level that live grants give and no higher', async () => {
  await using databases = await openTestDatabase()
  const { owner } = databases
  const lesson = await aLesson(owner)
  const { program, clip, coach, otherTeacher, stranger, lead } = lesson
  const levelOf = (personId: string) =>
    owner.asRole(async (tx) => (await findClipFacts(tx, personId, clip.id))?.level)

  expect(await levelOf(coach.id)).toBe('coach')
  for (const person of [otherTeacher, stranger, lead]) expect(await levelOf(person.id)).toBeUndefined()

  // A grant to coach does not make a coach of someone who is none.
  await aGrant(owner, clip, { personId: otherTeacher.id }, 'coach')
  expect(await levelOf(otherTeacher.id)).toBe('comment')
  await aGrant(owner, clip, { personId: stranger.id }, 'coach')
  expect(await levelOf(stranger.id)).toBeUndefined()
  const over = await aMember(owner, program.id, ['coach'])
  await aGrant(owner, clip, { personId: over.id }, 'view', {
    expires_at: instantFrom('2020-02-01T00:00:00Z'),
  })
  expect(await levelOf(over.id)).toBeUndefined()

  await revoked(owner, lesson.grant)
  expect(await levelOf(coach.id)).toBeUndefined()
  await aGrant(owner, clip, { personId: coach.id }, 'view')
  await aGrant(owner, clip, { personId: coach.id }, 'comment')
  expect(await levelOf(coach.id)).toBe('comment')
})

test('without the policies, who has left and whose partnership has ended sees nothing', async () => {
  await using databases = await openTestDatabase()
  const { owner } = databases
  const { program, clip, coach, partnership } = await aLesson(owner)
  const level = () => owner.asRole(async (tx) => (await findClipFacts(tx, coach.id, clip.id))?.level)
  const now = (table: 'partnership' | 'member', column: 'ended_at' | 'left_at', set: boolean) =>
    databases.owner.pool.query(`update ${table} set ${column} = ${set ? 'now()' : 'null'}`)

  await now('member', 'left_at', true)
  expect(await level()).toBeUndefined()
  expect(await owner.asRole((tx) => findProgramFacts(tx, coach.id, program.id))).toBeUndefined()
  await now('member', 'left_at', false)
  expect(await level()).toBe('coach')
  expect(partnership.ended_at).toBeNull()
  await now('partnership', 'ended_at', true)
  expect(await level()).toBeUndefined()
})

test('without the policies, a member is shown her own partnerships alone', async () => {
  await using databases = await openTestDatabase()
  const { owner } = databases
  const { program, partnership, otherTeacher, coach } = await aLesson(owner)
  const other = await aPartnership(owner, program.id, [
    { personId: coach.id, side: 'coach' },
    { personId: otherTeacher.id, side: 'teacher' },
  ])
  const seenBy = (personId?: string) =>
    owner.asRole(async (tx) =>
      (await listPartnerships(tx, program.id, personId)).map((each) => each.id).sort(),
    )
  expect(await seenBy(otherTeacher.id)).toEqual([other.id])
  expect(await seenBy(coach.id)).toEqual([other.id, partnership.id].sort())
  expect(await seenBy()).toEqual([other.id, partnership.id].sort())
})
