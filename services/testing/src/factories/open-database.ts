import { type CuepointDatabase, openDatabase } from '@cuepoint/db'
import { createTestDatabase, type TestDatabase } from '../test-database.ts'

export type OpenTestDatabase = AsyncDisposable & {
  urls: TestDatabase
  /** Past row-level security: for arranging and for looking. */
  owner: CuepointDatabase
  api: CuepointDatabase
  auth: CuepointDatabase
  worker: CuepointDatabase
  close(): Promise<void>
}

/** A migrated database of the test's own with every role signed in. `await using` or close() drops it. */
export async function openTestDatabase(): Promise<OpenTestDatabase> {
  const urls = await createTestDatabase()
  const owner = openDatabase({ url: urls.ownerUrl, size: 4 })
  const api = openDatabase({ url: urls.apiUrl })
  const auth = openDatabase({ url: urls.authUrl, size: 4 })
  const worker = openDatabase({ url: urls.workerUrl, size: 4 })
  const close = async (): Promise<void> => {
    await Promise.all([owner, api, auth, worker].map((database) => database.close()))
    await urls.drop()
  }
  return { urls, owner, api, auth, worker, close, [Symbol.asyncDispose]: close }
}
