import type { SQLInputValue } from 'node:sqlite'
import { type Database, integer, text } from './database.ts'

export type ListedObject = { key: string; sizeBytes: number; etag: string; modifiedAtMs: number }

/** One line of a listing: an object, or everything that shares a prefix up to the delimiter. */
export type ListEntry = { kind: 'object'; object: ListedObject } | { kind: 'prefix'; prefix: string }

export type ListQuery = {
  bucket: string
  prefix: string
  /** Empty for none. */
  delimiter: string
  /** Where to go on: behind this key, and behind everything under it when it is a common prefix already given. */
  after: { name: string; wholePrefix: boolean } | undefined
  limit: number
}

export type ListPage = { entries: ListEntry[]; truncated: boolean }

export type ListedUpload = { key: string; uploadId: string; initiatedAtMs: number }

export const entryName = (entry: ListEntry): string =>
  entry.kind === 'object' ? entry.object.key : entry.prefix

/** The first string behind every string with this prefix, in the order of code points; undefined when there is none. */
export function successor(prefix: string): string | undefined {
  const points = Array.from(prefix)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0
    // Surrogates are no characters: the one behind U+D7FF is U+E000.
    if (point < 0x10ffff) return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1)
  }
  return undefined
}

/** What a key is folded into by the delimiter, if anything. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

function* walk(
  database: Database,
  { bucket, prefix, delimiter, after, limit }: ListQuery,
): Generator<ListEntry> {
  const end = successor(prefix)
  const upper: SQLInputValue[] = prefix === '' || end === undefined ? [] : [end]
  const bound = upper.length === 0 ? '' : 'AND key < ?'
  const behind = after?.wholePrefix === true ? successor(after.name) : undefined
  let from = behind ?? after?.name ?? ''
  let inclusive = after === undefined || behind !== undefined
  if (Buffer.compare(Buffer.from(from), Buffer.from(prefix)) < 0) [from, inclusive] = [prefix, true]
  // A folded row is followed by a new look-up further on: few rows at a time then.
  const batch = delimiter === '' ? limit + 1 : 32
  for (;;) {
    const rows = database.all(
      `SELECT key, size_bytes, etag, modified_at_ms FROM objects WHERE bucket = ? AND key ${inclusive ? '>=' : '>'} ? ${bound} ORDER BY key LIMIT ?`,
      bucket,
      from,
      ...upper,
      batch,
    )
    let jumped = false
    for (const row of rows) {
      const key = text(row, 'key')
      const folded = commonPrefix(key, prefix, delimiter)
      if (folded !== undefined) {
        yield { kind: 'prefix', prefix: folded }
        const next = successor(folded)
        if (next === undefined) return
        ;[from, inclusive, jumped] = [next, true, true]
        break
      }
      yield {
        kind: 'object',
        object: {
          key,
          sizeBytes: integer(row, 'size_bytes'),
          etag: text(row, 'etag'),
          modifiedAtMs: integer(row, 'modified_at_ms'),
        },
      }
      ;[from, inclusive] = [key, false]
    }
    if (!jumped && rows.length < batch) return
  }
}

/** At most `limit` entries in the order of their UTF-8 bytes. */
export function listObjects(database: Database, query: ListQuery): ListPage {
  if (query.limit === 0) return { entries: [], truncated: false }
  const entries: ListEntry[] = []
  for (const entry of walk(database, query)) {
    if (entries.length === query.limit) return { entries, truncated: true }
    entries.push(entry)
  }
  return { entries, truncated: false }
}

/** Open uploads in the order of their keys, behind the given key and, on the same key, the given upload. */
export function listUploads(
  database: Database,
  query: { bucket: string; prefix: string; keyMarker: string; uploadIdMarker: string; limit: number },
): { uploads: ListedUpload[]; truncated: boolean } {
  const { bucket, prefix, keyMarker, uploadIdMarker, limit } = query
  const rows = database.all(
    `SELECT key, upload_id, initiated_at_ms FROM uploads
     WHERE bucket = ? AND substr(key, 1, length(?)) = ? AND (key > ? OR (key = ? AND ? <> '' AND upload_id > ?))
     ORDER BY key, upload_id LIMIT ?`,
    bucket,
    prefix,
    prefix,
    keyMarker,
    keyMarker,
    uploadIdMarker,
    uploadIdMarker,
    limit + 1,
  )
  const uploads = rows.slice(0, limit).map((row) => ({
    key: text(row, 'key'),
    uploadId: text(row, 'upload_id'),
    initiatedAtMs: integer(row, 'initiated_at_ms'),
  }))
  return { uploads, truncated: rows.length > limit }
}
