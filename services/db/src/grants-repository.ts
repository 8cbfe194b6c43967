import type { GrantLevel } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import type { Row } from './schema.ts'
import { rightNow } from './seconds.ts'

export type GrantReceiverChoice = { partnershipId: string } | { personId: string }

export type ListedGrant = Pick<
  Row<'clip_grant'>,
  'id' | 'level' | 'partnership_id' | 'person_id' | 'created_at' | 'expires_at' | 'revoked_at'
> & {
  live: boolean
  /** Those it gives sight to while it is live, without the owner. */
  people: { id: string; name: string }[]
}

/** Every grant of a clip, the newest first. */
export async function listGrants(tx: Tx, clipId: string): Promise<ListedGrant[]> {
  const grants = await tx
    .selectFrom('clip_grant as given')
    .leftJoin('partnership', 'partnership.id', 'given.partnership_id')
    .select([
      'given.id',
      'given.level',
      'given.partnership_id',
      'given.person_id',
      'given.created_at',
      'given.expires_at',
      'given.revoked_at',
      sql<boolean>`given.revoked_at is null and (given.expires_at is null or given.expires_at > now())
        and partnership.ended_at is null`.as('live'),
    ])
    .where('given.clip_id', '=', clipId)
    .orderBy('given.created_at', 'desc')
    .orderBy('given.id')
    .execute()
  const receivers = await listReceivers(tx, clipId)
  return grants.map((grant) => ({
    ...grant,
    people: receivers
      .filter((receiver) => receiver.grant_id === grant.id)
      .map(({ person_id, name }) => ({ id: person_id, name })),
  }))
}

/** The active members behind each grant of a clip, without its owner. */
async function listReceivers(
  tx: Tx,
  clipId: string,
): Promise<{ grant_id: string; person_id: string; name: string }[]> {
  return await tx
    .selectFrom('clip_grant as given')
    .innerJoin('clip', 'clip.id', 'given.clip_id')
    .leftJoin('partnership_member as side', 'side.partnership_id', 'given.partnership_id')
    .innerJoin('person', (join) =>
      join.on((eb) => eb('person.id', '=', eb.fn.coalesce('given.person_id', 'side.person_id'))),
    )
    .innerJoin('member', (join) =>
      join
        .onRef('member.person_id', '=', 'person.id')
        .onRef('member.program_id', '=', 'clip.program_id')
        .on('member.left_at', 'is', null),
    )
    .select(['given.id as grant_id', 'person.id as person_id', 'person.name'])
    .where('given.clip_id', '=', clipId)
    .whereRef('person.id', '<>', 'clip.owner_id')
    .orderBy('person.name')
    .execute()
}

/** Whether the owner may choose this receiver: a live partnership she is in, or an active colleague of the program. */
export async function mayReceive(
  tx: Tx,
  clip: { programId: string; ownerId: string },
  receiver: GrantReceiverChoice,
): Promise<boolean> {
  if ('partnershipId' in receiver) {
    const partnership = await tx
      .selectFrom('partnership')
      .innerJoin('partnership_member as side', 'side.partnership_id', 'partnership.id')
      .select('partnership.id')
      .where('partnership.id', '=', receiver.partnershipId)
      .where('partnership.program_id', '=', clip.programId)
      .where('partnership.ended_at', 'is', null)
      .where('side.person_id', '=', clip.ownerId)
      .executeTakeFirst()
    return partnership !== undefined
  }
  if (receiver.personId === clip.ownerId) return false
  const colleague = await tx
    .selectFrom('member')
    .select('person_id')
    .where('program_id', '=', clip.programId)
    .where('person_id', '=', receiver.personId)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  return colleague !== undefined
}

/** The newest grant to a receiver says what holds: the live ones before it end with it. Returns its id. */
export async function replaceGrant(
  tx: Tx,
  grant: {
    clipId: string
    grantedBy: string
    level: GrantLevel
    expiresAt: Date | null
  } & GrantReceiverChoice,
): Promise<string> {
  const [column, receiver] =
    'partnershipId' in grant
      ? (['partnership_id', grant.partnershipId] as const)
      : (['person_id', grant.personId] as const)
  await tx
    .updateTable('clip_grant')
    .set({ revoked_at: rightNow() })
    .where('clip_id', '=', grant.clipId)
    .where(column, '=', receiver)
    .where('revoked_at', 'is', null)
    .execute()
  const { id } = await tx
    .insertInto('clip_grant')
    .values({
      clip_id: grant.clipId,
      partnership_id: null,
      person_id: null,
      [column]: receiver,
      level: grant.level,
      granted_by: grant.grantedBy,
      expires_at: grant.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Takes a grant back, as of now. Taken back twice is taken back. False where the clip has no such grant. */
export async function revokeGrant(tx: Tx, clipId: string, grantId: string): Promise<boolean> {
  const revoked = await tx
    .updateTable('clip_grant')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', rightNow()) }))
    .where('id', '=', grantId)
    .where('clip_id', '=', clipId)
    .returning('id')
    .executeTakeFirst()
  return revoked !== undefined
}
