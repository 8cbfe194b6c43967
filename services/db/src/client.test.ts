import { openTestDatabase } from '@cuepoint/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

test('a connection that is lost in the middle of a transaction fails that transaction and nothing else', async () => {
  await using databases = await openTestDatabase()
  const ownPid = sql<{ pid: number }>`select pg_backend_pid() as pid`
  const lost = databases.api.asRole(async (tx) => {
    const { rows } = await ownPid.execute(tx)
    await databases.owner.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await ownPid.execute(tx)
  })
  await expect(lost).rejects.toThrow(/terminat|closed|not queryable/i)
  await expect(databases.api.check()).resolves.toBeUndefined()
})
