import { migrate, type RolePasswords } from '@cuepoint/db'
import { Client } from 'pg'

const TEMPLATE = 'cuepoint_template'

/** Migrates one database, once; every test database is a copy of its files. Resolves to its name. */
export async function makeTemplate(maintenanceUrl: string, passwords: RolePasswords): Promise<string> {
  await runSql(maintenanceUrl, `create database ${TEMPLATE}`)
  await migrate(databaseUrl(maintenanceUrl, TEMPLATE), passwords)
  return TEMPLATE
}

export async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** The same server and user, another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
