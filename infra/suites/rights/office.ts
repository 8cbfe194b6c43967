import { randomBytes } from 'node:crypto'
import type { CuepointDatabase } from '@cuepoint/db'
import { instantFrom } from '@cuepoint/domain'
import { aMember, aPartnership, aPerson } from '@cuepoint/testing'
import type { ActorName, Cast } from './cast.ts'
import type { Ids, Relation } from './lesson.ts'
import { oneTransaction } from './one-transaction.ts'

/** A program with someone in it to change, an open invitation and a partnership. */
export type Office = {
  ids: Ids
  programId: string
  teacherId: string
  words: readonly { text: string; leadsOnly: boolean }[]
}

/** `own`: the actor's program. `granted`: the one where the matrix plays. `foreign`: one without any of the actors. */
export async function makeOffice(
  database: CuepointDatabase,
  cast: Cast,
  actor: ActorName,
  relation: Exclude<Relation, 'unknown'>,
): Promise<Office> {
  const { here, elsewhere, third } = cast.programs
  const own = actor === 'other-program' ? elsewhere : here
  const programId = { own, granted: here, foreign: third }[relation]
  const mark = randomBytes(5).toString('hex')
  return await oneTransaction(database, async (owner, tx) => {
    const person = (name: string) => aPerson(owner, { name: `${name}~${mark}` })
    const teacher = await aMember(owner, programId, ['teacher'], { person: await person('teacher') })
    const free = await aMember(owner, programId, ['teacher'], { person: await person('free') })
    const coach = await aMember(owner, programId, ['coach'], { person: await person('coach') })
    const partnership = await aPartnership(owner, programId, [
      { personId: coach.id, side: 'coach' },
      { personId: teacher.id, side: 'teacher' },
    ])
    const invitation = await tx
      .insertInto('invitation')
      .values({
        program_id: programId,
        email: `invited~${mark}@school.example`,
        roles: ['teacher'],
        language: 'en',
        token_hash: randomBytes(32).toString('hex'),
        expires_at: instantFrom('2099-01-01T00:00:00Z'),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return {
      ids: {
        programId,
        personId: teacher.id,
        freeTeacherId: free.id,
        coachId: coach.id,
        partnershipId: partnership.id,
        invitationId: invitation.id,
        newAddress: `new~${mark}@school.example`,
      },
      programId,
      teacherId: teacher.id,
      words: ['teacher', 'free', 'coach', 'invited'].map((kind) => ({
        text: `${kind}~${mark}`,
        // A name in a program is every member's to know.
        leadsOnly: kind === 'invited',
      })),
    }
  })
}
