import type { Row } from '@cuepoint/db'
import type { ClipState, GrantLevel } from '@cuepoint/domain'
import { aClip } from './clips.ts'
import { aGrant } from './grants.ts'
import { aPerson, type OwnerDatabase } from './people.ts'
import { aMember, aPartnership, aProgram } from './programs.ts'

export type Lesson = {
  program: Row<'program'>
  lead: Row<'person'>
  coach: Row<'person'>
  teacher: Row<'person'>
  /** A teacher of the same program with whom nothing is shared. */
  otherTeacher: Row<'person'>
  /** A lead, coach and teacher in one, of another program. */
  stranger: Row<'person'>
  partnership: Row<'partnership'>
  clip: Row<'clip'>
  grant: Row<'clip_grant'>
}

/** The smallest whole scene: a teacher's clip, shared with her coach, and people who must not see it. */
export async function aLesson(
  owner: OwnerDatabase,
  { state = 'ready', level = 'coach' }: { state?: ClipState; level?: GrantLevel } = {},
): Promise<Lesson> {
  const program = await aProgram(owner)
  const lead = await aMember(owner, program.id, ['lead'], { person: await aPerson(owner, { name: 'Lena' }) })
  const coach = await aMember(owner, program.id, ['coach'], {
    person: await aPerson(owner, { name: 'Carmen' }),
  })
  const teacher = await aMember(owner, program.id, ['teacher'], {
    person: await aPerson(owner, { name: 'Malee' }),
  })
  const otherTeacher = await aMember(owner, program.id, ['teacher'], {
    person: await aPerson(owner, { name: 'Ana' }),
  })
  const elsewhere = await aProgram(owner, { name: 'Far Hills' })
  const stranger = await aMember(owner, elsewhere.id, ['lead', 'coach', 'teacher'], {
    person: await aPerson(owner, { name: 'Sven' }),
  })
  const partnership = await aPartnership(owner, program.id, [
    { personId: coach.id, side: 'coach' },
    { personId: teacher.id, side: 'teacher' },
  ])
  const clip = await aClip(owner, { programId: program.id, ownerId: teacher.id, state })
  const grant = await aGrant(owner, clip, { partnershipId: partnership.id }, level)
  return { program, lead, coach, teacher, otherTeacher, stranger, partnership, clip, grant }
}
