import { randomBytes } from 'node:crypto'
import { databaseUrl, runSql } from './template-database.ts'
import { testServices } from './test-services.ts'

export type TestDatabase = AsyncDisposable & {
  /** Past row-level security where the role may be: for arranging and for looking. */
  readonly ownerUrl: string
  readonly apiUrl: string
  readonly authUrl: string
  readonly workerUrl: string
  /** Ends its sessions too. The run's end removes what was not dropped. */
  readonly drop: () => Promise<void>
}

/** A migrated database of the test's own, copied from the template in some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const services = testServices()
  const name = `test_${randomBytes(6).toString('hex')}`
  await runSql(
    services.postgresUrl,
    `create database ${name} template ${services.templateDatabase} strategy file_copy`,
  )
  const ownerUrl = databaseUrl(services.postgresUrl, name)
  const as = (user: string, password: string): string => {
    const url = new URL(ownerUrl)
    url.username = user
    url.password = password
    return url.href
  }
  const drop = async (): Promise<void> =>
    await runSql(services.postgresUrl, `drop database if exists ${name} with (force)`)
  return {
    ownerUrl,
    apiUrl: as('cuepoint_api', services.apiPassword),
    authUrl: as('cuepoint_auth', services.authPassword),
    workerUrl: as('cuepoint_worker', services.workerPassword),
    drop,
    [Symbol.asyncDispose]: drop,
  }
}
