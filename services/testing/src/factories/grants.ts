import type { NewRow, Row } from '@cuepoint/db'
import type { GrantLevel } from '@cuepoint/domain'
import type { OwnerDatabase } from './people.ts'

export type GrantReceiver = { partnershipId: string } | { personId: string }

/** The owner of the clip lets a partnership or a person see it. */
export function aGrant(
  owner: OwnerDatabase,
  clip: Pick<Row<'clip'>, 'id' | 'owner_id'>,
  receiver: GrantReceiver,
  level: GrantLevel = 'coach',
  values: Partial<NewRow<'clip_grant'>> = {},
): Promise<Row<'clip_grant'>> {
  return owner.asRole((tx) =>
    tx
      .insertInto('clip_grant')
      .values({
        clip_id: clip.id,
        partnership_id: 'partnershipId' in receiver ? receiver.partnershipId : null,
        person_id: 'personId' in receiver ? receiver.personId : null,
        level,
        granted_by: clip.owner_id,
        ...values,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}

/** Takes the grant back, as of now. */
export async function revoked(owner: OwnerDatabase, grant: Row<'clip_grant'>): Promise<void> {
  await owner.asRole((tx) =>
    tx
      .updateTable('clip_grant')
      .set((eb) => ({ revoked_at: eb.fn<Date>('now') }))
      .where('id', '=', grant.id)
      .execute(),
  )
}
