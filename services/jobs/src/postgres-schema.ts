import {
  assertSchemaCompatibility,
  DEFAULT_SCHEMA,
  LATEST_SCHEMA_VERSION,
  runMigrations,
  SchemaMigrationRequiredError,
} from 'bullmq'
import { escapeIdentifier, Pool } from 'pg'

/**
 * Creates or upgrades the queue's own schema. Run by the role that owns the database, at the time the other
 * migrations run; `grantTo` are the roles the processes use.
 */
export async function migrateQueueSchema(options: {
  url: string
  grantTo?: readonly string[]
}): Promise<void> {
  const pool = new Pool({ connectionString: options.url, max: 1 })
  try {
    const client = await pool.connect()
    try {
      await runMigrations(client)
      for (const role of options.grantTo ?? []) {
        const to = escapeIdentifier(role)
        const schema = escapeIdentifier(DEFAULT_SCHEMA)
        await client.query(`GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${to}`)
        await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${to}`)
        await client.query(`GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to}`)
        await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${to}`)
      }
    } finally {
      client.release()
    }
  } finally {
    await pool.end()
  }
}

/** One pool for all queues of a process, looking into the queue's schema only. */
export async function connectQueuePool(
  url: string,
  max: number,
  onTrouble: (error: Error) => void,
): Promise<Pool> {
  const pool = new Pool({
    connectionString: url,
    max,
    keepAlive: true,
    application_name: 'cuepoint-queue',
    options: `-c search_path=${DEFAULT_SCHEMA}`,
  })
  // Every queue and worker adds its listener to the one pool.
  pool.setMaxListeners(0)
  pool.on('error', onTrouble)
  try {
    await requireSchema(pool, url)
    return pool
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** A role that may create the schema does so on first use, so that a development start needs no extra step. */
async function requireSchema(pool: Pool, url: string): Promise<void> {
  const client = await pool.connect()
  try {
    if ((await assertSchemaCompatibility(client)) >= LATEST_SCHEMA_VERSION) return
  } catch (error) {
    if (!(error instanceof SchemaMigrationRequiredError)) throw error
  } finally {
    client.release()
  }
  await migrateQueueSchema({ url })
}
