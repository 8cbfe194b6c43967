import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

const folder = join(import.meta.dirname, '../migrations')
/** Any number will do, as long as every migrator takes the same. */
const migrationLock = 7_130_401

export type RolePasswords = { apiPassword: string; authPassword: string; workerPassword: string }

/** The login roles of the processes; none owns a table, so row-level security binds each of them. */
export const databaseRoles = {
  api: 'cuepoint_api',
  auth: 'cuepoint_auth',
  worker: 'cuepoint_worker',
} as const

/**
 * Brings the database to the newest schema and the roles to their passwords. `ownerUrl` needs CREATEROLE.
 * Safe to run from several processes at once and again at every start. Throws when an applied migration was edited.
 * Returns the names of the migrations it applied.
 */
export async function migrate(ownerUrl: string, passwords: RolePasswords): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'cuepoint-migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await ensureRoles(client, passwords)
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const known = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration')
    const applied = new Map(known.rows.map((row) => [row.name, row.sha256]))
    const fresh: string[] = []
    for (const name of (await readdir(folder)).filter((each) => each.endsWith('.sql')).sort()) {
      const sql = await readFile(join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(sql).digest('hex')
      const before = applied.get(name)
      if (before === sha256) continue
      if (before !== undefined) throw new Error(`migration ${name} was changed after it had been applied`)
      await applyOne(client, name, sql, sha256)
      fresh.push(name)
    }
    return fresh
  } finally {
    await client.end()
  }
}

async function applyOne(client: pg.Client, name: string, sql: string, sha256: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name} did not apply`, { cause: error })
  }
}

async function ensureRoles(client: pg.Client, passwords: RolePasswords): Promise<void> {
  const wanted: [string, string][] = [
    [databaseRoles.api, passwords.apiPassword],
    [databaseRoles.auth, passwords.authPassword],
    [databaseRoles.worker, passwords.workerPassword],
  ]
  // Roles belong to the whole cluster: another database's migrator may be at it in this moment.
  await client.query('begin')
  await client.query('select pg_advisory_xact_lock($1)', [migrationLock + 1])
  for (const [role, password] of wanted) {
    // The lock holds within one database only; another one's migrator may make the role first.
    await client.query(
      `do $$ begin create role ${role} login; exception when duplicate_object or unique_violation then null; end $$`,
    )
    await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`)
    await client.query(
      `grant connect on database ${client.escapeIdentifier(client.database ?? '')} to ${role}`,
    )
  }
  await client.query('commit')
}
