import { isId } from '@cuepoint/domain'
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'

const int8 = 20
const date = 1082

// bigint columns hold sizes and counts far below 2^53; a calendar day is not an instant and stays text.
const parsers = new pg.TypeOverrides()
parsers.setTypeParser(int8, Number)
parsers.setTypeParser(date, (text: string) => text)

export type DatabaseOptions = {
  url: string
  /** Connections at most. */
  size?: number
  /** Told about a lost idle connection; the pool goes on with a new one. */
  onError?: (error: Error) => void
  applicationName?: string
}

/** A query runner inside one transaction. Repositories take this and nothing wider. */
export type Tx = Kysely<Database>

export type CuepointDatabase = {
  /** One transaction in which row-level security sees `personId` as the actor. Rolls back when `work` throws. */
  asActor<T>(personId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** One transaction without an actor: what this connection's own database role may do. */
  asRole<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Answers when the database does. Throws what the driver throws. */
  check(): Promise<void>
  /** The shared pool, for libraries that bring their own queries. */
  pool: pg.Pool
  close(): Promise<void>
}

export function openDatabase(options: DatabaseOptions): CuepointDatabase {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.size ?? 10,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 30_000,
    application_name: options.applicationName ?? 'cuepoint',
    types: parsers,
  })
  pool.on('error', (error) => options.onError?.(error))
  // A connection lost in the middle of a transaction rejects its query; unheard, it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })

  const transact = <T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.connection().execute(async (connection) => {
      await connection.executeQuery(CompiledQuery.raw(begin))
      try {
        const result = await work(connection)
        await connection.executeQuery(CompiledQuery.raw('commit'))
        return result
      } catch (error) {
        // The first error is the one to report; a lost connection rolls back by itself.
        await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
        throw error
      }
    })

  return {
    asActor(personId, work) {
      // The id becomes part of the statement that opens the transaction: one round trip less before every answer.
      if (!isId(personId)) throw new TypeError('the actor is not an id')
      return transact(`begin; set local app.person_id = '${personId}'`, work)
    },
    asRole: (work) => transact('begin', work),
    async check() {
      await pool.query('select 1')
    },
    pool,
    async close() {
      await db.destroy()
    },
  }
}
