import type { Role } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { rightNow } from './seconds.ts'

export type ColleagueRecord = { id: string; name: string; roles: Role[] }
export type MemberRecord = ColleagueRecord & { email: string; joinedAt: Date }

const members = (tx: Tx, programId: string) =>
  tx
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person_id')
    .where('member.program_id', '=', programId)
    .where('member.left_at', 'is', null)

/** Everyone in the program with her address, by name. A lead's view: to everyone else it is empty. */
export function listMembers(tx: Tx, programId: string): Promise<MemberRecord[]> {
  return members(tx, programId)
    .innerJoin(
      sql<{ person_id: string; email: string }>`app.member_emails(${programId}::uuid)`.as('address'),
      'address.person_id',
      'person.id',
    )
    .select(['person.id', 'person.name', 'member.roles', 'address.email', 'member.joined_at as joinedAt'])
    .orderBy('person.name')
    .orderBy('person.id')
    .execute()
}

/** Everyone else in the program, by name, without addresses. */
export function listColleagues(tx: Tx, actorId: string, programId: string): Promise<ColleagueRecord[]> {
  return members(tx, programId)
    .select(['person.id', 'person.name', 'member.roles'])
    .where('person.id', '<>', actorId)
    .orderBy('person.name')
    .orderBy('person.id')
    .execute()
}

/** Who of these is in the program now, with her roles. */
export function listRoles(
  tx: Tx,
  programId: string,
  personIds: readonly string[],
): Promise<{ id: string; roles: Role[] }[]> {
  return members(tx, programId)
    .select(['person.id', 'member.roles'])
    .where('person.id', 'in', [...personIds])
    .execute()
}

/** Whether anyone but this person leads the program. */
export async function hasOtherLead(tx: Tx, programId: string, personId: string): Promise<boolean> {
  const lead = await members(tx, programId)
    .select('person.id')
    .where('person.id', '<>', personId)
    .where(sql<boolean>`'lead' = any (member.roles)`)
    .executeTakeFirst()
  return lead !== undefined
}

export async function changeRoles(tx: Tx, programId: string, personId: string, roles: Role[]): Promise<void> {
  await tx
    .updateTable('member')
    .set({ roles })
    .where('program_id', '=', programId)
    .where('person_id', '=', personId)
    .where('left_at', 'is', null)
    .execute()
}

/** She leaves the program; what two people cannot do without her ends with it. */
export async function removeMember(tx: Tx, programId: string, personId: string): Promise<void> {
  await tx
    .updateTable('partnership')
    .set({ ended_at: rightNow() })
    .where('program_id', '=', programId)
    .where('ended_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('partnership_member as hers')
          .select('hers.person_id')
          .whereRef('hers.partnership_id', '=', 'partnership.id')
          .where('hers.person_id', '=', personId)
          // A group goes on when one of its teachers leaves.
          .where((group) =>
            group.or([group('partnership.kind', '<>', 'group'), group('hers.side', '<>', 'teacher')]),
          ),
      ),
    )
    .execute()
  await tx
    .updateTable('member')
    .set({ left_at: rightNow() })
    .where('program_id', '=', programId)
    .where('person_id', '=', personId)
    .where('left_at', 'is', null)
    .execute()
}
