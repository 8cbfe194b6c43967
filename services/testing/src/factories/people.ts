import { randomUUID } from 'node:crypto'
import type { CuepointDatabase, NewRow, Row } from '@cuepoint/db'

/** Factories write through the owner of the tables: past row-level security, but not past the constraints. */
export type OwnerDatabase = CuepointDatabase

export function aPerson(
  owner: OwnerDatabase,
  values: Partial<NewRow<'person'>> = {},
): Promise<Row<'person'>> {
  return owner.asRole((tx) =>
    tx
      .insertInto('person')
      .values({
        name: 'Malee Srisuk',
        email: `${randomUUID()}@school.example`,
        email_verified: true,
        ...values,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}
