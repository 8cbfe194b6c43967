import type { NewRow, Row } from '@cuepoint/db'
import type { OwnerDatabase } from './people.ts'

export function aPrompt(
  owner: OwnerDatabase,
  reviewId: string,
  values: Partial<Omit<NewRow<'prompt'>, 'review_id'>> = {},
): Promise<Row<'prompt'>> {
  return owner.asRole((tx) =>
    tx
      .insertInto('prompt')
      .values({
        review_id: reviewId,
        position: 0,
        at_ms: 12_000,
        kind: 'look-again',
        text: 'What did she do with the leaf just before this?',
        ...values,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}
