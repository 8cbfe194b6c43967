import { aClip, aGrant, aLesson, aMember, aPartnership, openTestDatabase, revoked } from '@cuepoint/testing'
import { expect, test } from 'vitest'
import { findClipFacts } from './access-repository.ts'
import { listSight } from './sight-repository.ts'

// As the owner of the tables, whom no policy binds: what the application's own rule holds by itself.
test('a list of clips knows the same as a question about one, without the policies', async () => {
  await using databases = await openTestDatabase()
  const { owner } = databases
  const { program, teacher, coach, otherTeacher, stranger, lead, partnership, clip } = await aLesson(owner)
  const shared = async (state: 'ready' | 'deleting' = 'ready') =>
    await aClip(owner, { programId: program.id, ownerId: teacher.id, state })
  const past = new Date('2020-01-01T00:00:00Z')
  const sides = [
    { personId: coach.id, side: 'coach' as const },
    { personId: teacher.id, side: 'teacher' as const },
  ]

  const takenBack = await shared()
  await revoked(owner, await aGrant(owner, takenBack, { partnershipId: partnership.id }))
  const expired = await shared()
  await aGrant(owner, expired, { personId: coach.id }, 'coach', { expires_at: past })
  const leaving = await shared('deleting')
  await aGrant(owner, leaving, { partnershipId: partnership.id })
  const ended = await shared()
  const over = await aPartnership(owner, program.id, sides, { ended_at: past })
  await aGrant(owner, ended, { partnershipId: over.id })
  const twice = await shared()
  await aGrant(owner, twice, { partnershipId: partnership.id }, 'comment', { created_at: past })
  const better = await aGrant(owner, twice, { personId: coach.id }, 'coach')
  const colleagues = await shared()
  await aGrant(owner, colleagues, { personId: otherTeacher.id }, 'coach')
  const left = await aMember(owner, program.id, ['coach'], { left_at: past })
  await aGrant(owner, colleagues, { personId: left.id }, 'coach')

  const clips = [clip, takenBack, expired, leaving, ended, twice, colleagues]
  for (const person of [coach, teacher, otherTeacher, left, lead, stranger]) {
    const sight = await owner.asRole((tx) => listSight(tx, person.id))
    for (const { id } of clips) {
      const facts = await owner.asRole((tx) => findClipFacts(tx, person.id, id))
      const own = facts?.ownerId === person.id
      expect(sight.get(id)?.level).toBe(own ? undefined : facts?.level)
    }
  }
  const seen = async (person: { id: string }) =>
    [...(await owner.asRole((tx) => listSight(tx, person.id)))].map(([id, { level }]) => [id, level])
  await expect(seen(coach)).resolves.toEqual(
    expect.arrayContaining([
      [clip.id, 'coach'],
      [twice.id, 'coach'],
    ]),
  )
  await expect(seen(coach)).resolves.toHaveLength(2)
  await expect(seen(otherTeacher)).resolves.toEqual([[colleagues.id, 'comment']])
  for (const person of [teacher, left, lead, stranger]) await expect(seen(person)).resolves.toEqual([])
  // Since when she may do the most that she may.
  const sight = await owner.asRole((tx) => listSight(tx, coach.id))
  expect(sight.get(twice.id)?.since).toEqual(better.created_at)
})
