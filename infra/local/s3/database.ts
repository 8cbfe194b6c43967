import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>

/** The index: what exists, and which files it is made of. Every call is synchronous, so nothing comes in between. */
export type Database = {
  first(sql: string, ...values: SQLInputValue[]): Row | undefined
  all(sql: string, ...values: SQLInputValue[]): Row[]
  /** The number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number
  /** Everything in `work` or nothing; on the disk when it returns. */
  transaction<T>(work: () => T): T
  close(): void
}

const schema = `
CREATE TABLE IF NOT EXISTS buckets (
  name TEXT PRIMARY KEY, created_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS objects (
  bucket TEXT NOT NULL, key TEXT NOT NULL, content_id TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL,
  etag TEXT NOT NULL, modified_at_ms INTEGER NOT NULL, headers TEXT NOT NULL, checksum TEXT,
  PRIMARY KEY (bucket, key)
) STRICT;
CREATE TABLE IF NOT EXISTS pieces (
  content_id TEXT NOT NULL, ordinal INTEGER NOT NULL, file_id TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL,
  PRIMARY KEY (content_id, ordinal)
) STRICT;
CREATE TABLE IF NOT EXISTS uploads (
  upload_id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, initiated_at_ms INTEGER NOT NULL,
  headers TEXT NOT NULL, checksum_algorithm TEXT, checksum_type TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS uploads_by_key ON uploads (bucket, key, upload_id);
CREATE TABLE IF NOT EXISTS parts (
  upload_id TEXT NOT NULL, part_number INTEGER NOT NULL, file_id TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL,
  etag TEXT NOT NULL, modified_at_ms INTEGER NOT NULL, checksum TEXT,
  PRIMARY KEY (upload_id, part_number)
) STRICT;
CREATE TABLE IF NOT EXISTS completions (
  upload_id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, completed_at_ms INTEGER NOT NULL,
  part_list TEXT NOT NULL, etag TEXT NOT NULL, checksum TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS completions_by_age ON completions (completed_at_ms);
`

/**
 * Opens the index of a data directory for this process alone: a second one would sweep away files the first is still
 * writing. Throws when another process has it; the kernel lets go of the lock however that process ends.
 */
export function openDatabase(dataDir: string): Database {
  const database = new DatabaseSync(join(dataDir, 'index.sqlite'), { timeout: 2000 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    database.exec(`BEGIN EXCLUSIVE; ${schema} COMMIT`)
  } catch (error) {
    database.close()
    throw new Error('the S3 data directory is in use by another process, or its index is damaged', {
      cause: error,
    })
  }
  const statements = new Map<string, ReturnType<typeof database.prepare>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    first: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    transaction(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => database.close(),
  }
}

/** A column that must be text. */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`column ${column} is not text`)
  return value
}

/** A column that must be a number. */
export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`column ${column} is not a number`)
  return value
}

/** A column of text that may be NULL. */
export const optionalText = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column)
