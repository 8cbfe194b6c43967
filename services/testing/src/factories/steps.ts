import type { NewRow, Row } from '@cuepoint/db'
import type { OwnerDatabase } from './people.ts'

/** Agreed in the talk about this review. */
export function aStep(
  owner: OwnerDatabase,
  reviewId: string,
  ownerId: string,
  values: Partial<Omit<NewRow<'step'>, 'review_id' | 'owner_id'>> = {},
): Promise<Row<'step'>> {
  return owner.asRole((tx) =>
    tx
      .insertInto('step')
      .values({ review_id: reviewId, owner_id: ownerId, text: 'Count to five before I help.', ...values })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}
