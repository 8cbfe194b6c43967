import type { CuepointDatabase, Tx } from '@cuepoint/db'

/** Runs factories, each of which would make a transaction of its own, in a single one: a cell's things cost one commit. */
export const oneTransaction = <T>(
  database: CuepointDatabase,
  work: (owner: CuepointDatabase, tx: Tx) => Promise<T>,
): Promise<T> =>
  database.asRole((tx) =>
    work({ ...database, asRole: (inner) => inner(tx), asActor: (_personId, inner) => inner(tx) }, tx),
  )
