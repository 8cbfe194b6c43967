import type { NewPartnership, Partnership } from '@cuepoint/contracts'
import {
  addPartnership,
  endPartnership,
  findProgramFacts,
  findSamePartnership,
  getPartnership,
  listPartnerships,
  listRoles,
  lockProgram,
  type PartnershipRecord,
  type PartnershipSeat,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, isPartnershipShape, type PartnershipSide, type Role } from '@cuepoint/domain'

const toPartnership = ({ members, createdAt, endedAt, ...rest }: PartnershipRecord): Partnership => ({
  ...rest,
  members: members.map(({ id, name, side }) => ({ person: { id, name }, side })),
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
})

/** All of them for a lead; her own for everyone else. */
export async function showPartnerships(tx: Tx, actorId: string, programId: string): Promise<Partnership[]> {
  const facts = await findProgramFacts(tx, actorId, programId)
  const leads = facts?.roles.includes('lead') ?? false
  return (await listPartnerships(tx, programId, leads ? undefined : actorId)).map(toPartnership)
}

/** The role that makes a person eligible for a side. */
const eligible: Readonly<Record<PartnershipSide, (roles: readonly Role[]) => boolean>> = {
  coach: (roles) => roles.includes('coach'),
  teacher: (roles) => roles.includes('teacher'),
  peer: (roles) => roles.includes('coach') || roles.includes('teacher'),
}

/**
 * A partnership that is there already is answered as if it had just been made: a second press makes no second one.
 * Throws `bad-request` when the sides make no partnership of that kind or someone cannot take hers.
 */
export async function makePartnership(
  tx: Tx,
  programId: string,
  { kind, members }: NewPartnership,
): Promise<Partnership> {
  const sides = members.map((member) => member.side)
  const people = new Set(members.map((member) => member.personId))
  if (!isPartnershipShape(kind, sides) || people.size !== members.length) throw misfit('sides')
  await lockProgram(tx, programId)
  const known = new Map(
    (await listRoles(tx, programId, [...people])).map(({ id, roles }) => [id, roles] as const),
  )
  const seats: PartnershipSeat[] = members.map(({ personId, side }) => {
    const roles = known.get(personId)
    if (!roles) throw misfit('members')
    if (!eligible[side](roles)) throw misfit('roles')
    return { personId, side }
  })
  const { id } =
    (await findSamePartnership(tx, programId, kind, seats)) ??
    (await addPartnership(tx, programId, kind, seats))
  return toPartnership(await getPartnership(tx, id))
}

const misfit = (rule: 'sides' | 'members' | 'roles'): CuepointError =>
  new CuepointError('bad-request', { in: 'body', at: '/members', rule })

/** What it gave sight to ends with it. Throws `not-found`. */
export async function closePartnership(tx: Tx, programId: string, partnershipId: string): Promise<void> {
  if (!(await endPartnership(tx, programId, partnershipId))) throw new CuepointError('not-found')
}
