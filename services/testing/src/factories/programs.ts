import type { NewRow, Row } from '@cuepoint/db'
import { isPartnershipShape, type PartnershipKind, type PartnershipSide, type Role } from '@cuepoint/domain'
import { aPerson, type OwnerDatabase } from './people.ts'

export function aProgram(
  owner: OwnerDatabase,
  values: Partial<NewRow<'program'>> = {},
): Promise<Row<'program'>> {
  return owner.asRole((tx) =>
    tx
      .insertInto('program')
      .values({ name: 'Three Rivers', ...values })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}

/** A person with these roles in the program: `person` makes her a member, else someone new is made. */
export async function aMember(
  owner: OwnerDatabase,
  programId: string,
  roles: Role[],
  { person, ...values }: Partial<NewRow<'member'>> & { person?: Row<'person'> } = {},
): Promise<Row<'person'>> {
  const member = person ?? (await aPerson(owner))
  await owner.asRole((tx) =>
    tx
      .insertInto('member')
      .values({ program_id: programId, person_id: member.id, roles, ...values })
      .execute(),
  )
  return member
}

/** A partnership of members who are there already. Throws when the sides do not make that kind. */
export function aPartnership(
  owner: OwnerDatabase,
  programId: string,
  members: readonly { personId: string; side: PartnershipSide }[],
  { kind = 'one-to-one', ...values }: Partial<NewRow<'partnership'>> & { kind?: PartnershipKind } = {},
): Promise<Row<'partnership'>> {
  if (
    !isPartnershipShape(
      kind,
      members.map((member) => member.side),
    )
  )
    throw new Error(`these sides make no ${kind} partnership`)
  return owner.asRole(async (tx) => {
    const partnership = await tx
      .insertInto('partnership')
      .values({ program_id: programId, kind, ...values })
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('partnership_member')
      .values(
        members.map(({ personId, side }) => ({ partnership_id: partnership.id, person_id: personId, side })),
      )
      .execute()
    return partnership
  })
}
