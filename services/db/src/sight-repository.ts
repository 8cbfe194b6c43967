import { effectiveLevel, type GrantLevel, levelAtLeast } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'

/** What a person may do with a clip of someone else, and since when. */
export type Sight = { level: GrantLevel; since: Date }

/**
 * Every clip of others that live grants let a person see now, with what they let her do: the application's own rule,
 * for lists, as `findClipFacts` is for one clip. Knows nothing of the row-level policies.
 */
export async function listSight(tx: Tx, personId: string): Promise<Map<string, Sight>> {
  const grants = await tx
    .selectFrom('clip_grant as given')
    .innerJoin('clip', 'clip.id', 'given.clip_id')
    .leftJoin('partnership', (join) =>
      join.onRef('partnership.id', '=', 'given.partnership_id').on('partnership.ended_at', 'is', null),
    )
    .leftJoin('partnership_member as mine', (join) =>
      join.onRef('mine.partnership_id', '=', 'partnership.id').on('mine.person_id', '=', personId),
    )
    .innerJoin('member', (join) =>
      join
        .on((eb) => eb('member.program_id', '=', eb.fn.coalesce('partnership.program_id', 'clip.program_id')))
        .on('member.person_id', '=', personId)
        .on('member.left_at', 'is', null),
    )
    .select(['given.clip_id', 'given.level', 'given.created_at', 'mine.side', 'member.roles'])
    .where('given.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('given.expires_at', 'is', null), eb('given.expires_at', '>', sql<Date>`now()`)]))
    .where((eb) => eb.or([eb('mine.person_id', 'is not', null), eb('given.person_id', '=', personId)]))
    .where('clip.owner_id', '<>', personId)
    .where('clip.state', 'not in', ['deleting', 'gone'])
    .execute()
  const sight = new Map<string, Sight>()
  for (const { clip_id, level: granted, created_at: since, side, roles } of grants) {
    const level = effectiveLevel(granted, side === null ? { roles } : { side })
    const known = sight.get(clip_id)
    if (known === undefined || !levelAtLeast(known.level, level)) sight.set(clip_id, { level, since })
    else if (known.level === level && since < known.since) known.since = since
  }
  return sight
}
