import type { PartnershipKind, PartnershipSide } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { rightNow } from './seconds.ts'

export type PartnershipRecord = {
  id: string
  programId: string
  kind: PartnershipKind
  createdAt: Date
  endedAt: Date | null
  members: { id: string; name: string; side: PartnershipSide }[]
}
export type PartnershipSeat = { personId: string; side: PartnershipSide }

const partnerships = (tx: Tx) =>
  tx
    .selectFrom('partnership')
    .innerJoin('partnership_member as seat', 'seat.partnership_id', 'partnership.id')
    .innerJoin('person', 'person.id', 'seat.person_id')
    .select([
      'partnership.id',
      'partnership.program_id as programId',
      'partnership.kind',
      'partnership.created_at as createdAt',
      'partnership.ended_at as endedAt',
      sql<PartnershipRecord['members']>`json_agg(
        json_build_object('id', person.id, 'name', person.name, 'side', seat.side) order by seat.side, person.name, person.id
      )`.as('members'),
    ])
    .groupBy('partnership.id')

/** Newest first, the ended ones as well. With `memberId` only those she is in. */
export function listPartnerships(tx: Tx, programId: string, memberId?: string): Promise<PartnershipRecord[]> {
  const all = partnerships(tx).where('partnership.program_id', '=', programId)
  const some =
    memberId === undefined
      ? all
      : all.where((eb) =>
          eb.exists(
            eb
              .selectFrom('partnership_member as mine')
              .select('mine.person_id')
              .whereRef('mine.partnership_id', '=', 'partnership.id')
              .where('mine.person_id', '=', memberId),
          ),
        )
  return some.orderBy('partnership.created_at', 'desc').orderBy('partnership.id').execute()
}

export async function getPartnership(tx: Tx, partnershipId: string): Promise<PartnershipRecord> {
  return await partnerships(tx).where('partnership.id', '=', partnershipId).executeTakeFirstOrThrow()
}

/** The live partnership of the same kind with exactly these people on these sides. */
export async function findSamePartnership(
  tx: Tx,
  programId: string,
  kind: PartnershipKind,
  seats: readonly PartnershipSeat[],
): Promise<{ id: string } | undefined> {
  const same = seats.map((seat) => `${seat.personId} ${seat.side}`).sort()
  const live = await partnerships(tx)
    .where('partnership.program_id', '=', programId)
    .where('partnership.kind', '=', kind)
    .where('partnership.ended_at', 'is', null)
    .execute()
  return live.find((each) => {
    const theirs = each.members.map((member) => `${member.id} ${member.side}`).sort()
    return theirs.length === same.length && theirs.every((seat, n) => seat === same[n])
  })
}

export async function addPartnership(
  tx: Tx,
  programId: string,
  kind: PartnershipKind,
  seats: readonly PartnershipSeat[],
): Promise<{ id: string }> {
  const made = await tx
    .insertInto('partnership')
    .values({ program_id: programId, kind })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('partnership_member')
    .values(seats.map(({ personId, side }) => ({ partnership_id: made.id, person_id: personId, side })))
    .execute()
  return made
}

/** False when the program has no such partnership. Ending it twice changes nothing. */
export async function endPartnership(tx: Tx, programId: string, partnershipId: string): Promise<boolean> {
  const ended = await tx
    .updateTable('partnership')
    .set((eb) => ({ ended_at: eb.fn.coalesce('ended_at', rightNow()) }))
    .where('id', '=', partnershipId)
    .where('program_id', '=', programId)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}
