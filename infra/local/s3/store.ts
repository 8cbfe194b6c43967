import { randomBytes } from 'node:crypto'
import { type Checksum, checksumAlgorithms } from './checksums.ts'
import { type Database, integer, optionalText, type Row, text } from './database.ts'
import type { FileStore, Slice } from './files.ts'
import { S3Error } from './s3-error.ts'

export type Piece = { fileId: string; sizeBytes: number }

/** `headers` are given back with the object as they were sent with it: content-type, x-amz-meta-*. */
export type ObjectHeaders = Readonly<Record<string, string>>

export type NewObject = {
  etag: string
  headers: ObjectHeaders
  checksum: Checksum | undefined
  pieces: readonly Piece[]
}

export type StoredObject = {
  key: string
  contentId: string
  sizeBytes: number
  /** Without quotes. */
  etag: string
  modifiedAtMs: number
  headers: ObjectHeaders
  checksum: Checksum | undefined
}

/** Looks at what is there now and throws when the change may not happen. */
export type Guard = (existing: StoredObject | undefined) => void

/** Reads a checksum column. */
export function parseChecksum(json: string | undefined): Checksum | undefined {
  if (json === undefined) return undefined
  const { algorithm, type, value } = JSON.parse(json) as Record<keyof Checksum, unknown>
  const known = checksumAlgorithms.find((candidate) => candidate === algorithm)
  if (known === undefined || typeof value !== 'string') throw new TypeError('a stored checksum is damaged')
  return { algorithm: known, type: type === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT', value }
}

export const writeChecksum = (checksum: Checksum | undefined): string | null =>
  checksum === undefined ? null : JSON.stringify(checksum)

export const parseHeaders = (json: string): ObjectHeaders => JSON.parse(json) as Record<string, string>

const objectOf = (row: Row): StoredObject => ({
  key: text(row, 'key'),
  contentId: text(row, 'content_id'),
  sizeBytes: integer(row, 'size_bytes'),
  etag: text(row, 'etag'),
  modifiedAtMs: integer(row, 'modified_at_ms'),
  headers: parseHeaders(text(row, 'headers')),
  checksum: parseChecksum(optionalText(row, 'checksum')),
})

export type Store = ReturnType<typeof createStore>

/** Buckets and objects over the index and the files. Nothing here waits: a change is whole or not there. */
export function createStore(database: Database, files: FileStore, nowMs: () => number) {
  const findObject = (bucket: string, key: string): StoredObject | undefined => {
    const row = database.first('SELECT * FROM objects WHERE bucket = ? AND key = ?', bucket, key)
    return row && objectOf(row)
  }

  const listPieces = (contentId: string): Piece[] =>
    database
      .all('SELECT file_id, size_bytes FROM pieces WHERE content_id = ? ORDER BY ordinal', contentId)
      .map((row) => ({ fileId: text(row, 'file_id'), sizeBytes: integer(row, 'size_bytes') }))

  const hasBucket = (name: string): boolean =>
    database.first('SELECT name FROM buckets WHERE name = ?', name) !== undefined

  const dropObject = (bucket: string, key: string): string[] => {
    const existing = findObject(bucket, key)
    if (existing === undefined) return []
    const fileIds = listPieces(existing.contentId).map((piece) => piece.fileId)
    database.run('DELETE FROM pieces WHERE content_id = ?', existing.contentId)
    database.run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, key)
    return fileIds
  }

  const getBucket = (name: string): void => {
    if (!hasBucket(name))
      throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name })
  }

  /** Inside a transaction of the caller's: puts an object and returns the files it took the place of. */
  const replaceObject = (bucket: string, key: string, object: NewObject, guard: Guard): string[] => {
    getBucket(bucket)
    guard(findObject(bucket, key))
    const contentId = randomBytes(16).toString('hex')
    const sizeBytes = object.pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0)
    const replaced = dropObject(bucket, key)
    database.run(
      'INSERT INTO objects (bucket, key, content_id, size_bytes, etag, modified_at_ms, headers, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      bucket,
      key,
      contentId,
      sizeBytes,
      object.etag,
      nowMs(),
      JSON.stringify(object.headers),
      writeChecksum(object.checksum),
    )
    for (const [ordinal, piece] of object.pieces.entries())
      database.run(
        'INSERT INTO pieces (content_id, ordinal, file_id, size_bytes) VALUES (?, ?, ?, ?)',
        contentId,
        ordinal + 1,
        piece.fileId,
        piece.sizeBytes,
      )
    return replaced
  }

  return {
    findObject,
    getBucket,
    replaceObject,
    listPieces,

    getObject(bucket: string, key: string): StoredObject {
      getBucket(bucket)
      const found = findObject(bucket, key)
      if (found === undefined)
        throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key })
      return found
    },

    createBucket(name: string): void {
      if (hasBucket(name))
        throw new S3Error('BucketAlreadyOwnedByYou', 'You already own the bucket you asked to create.')
      database.run('INSERT INTO buckets (name, created_at_ms) VALUES (?, ?)', name, nowMs())
    },

    deleteBucket(name: string): void {
      database.transaction(() => {
        getBucket(name)
        const inside =
          database.first('SELECT key FROM objects WHERE bucket = ? LIMIT 1', name) ??
          database.first('SELECT key FROM uploads WHERE bucket = ? LIMIT 1', name)
        if (inside !== undefined)
          throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty')
        database.run('DELETE FROM buckets WHERE name = ?', name)
      })
    },

    listBuckets: (): { name: string; createdAtMs: number }[] =>
      database
        .all('SELECT name, created_at_ms FROM buckets ORDER BY name')
        .map((row) => ({ name: text(row, 'name'), createdAtMs: integer(row, 'created_at_ms') })),

    /** Puts an object whose files are on the disk already; throws what `guard` throws, and then nothing changed. */
    putObject(bucket: string, key: string, object: NewObject, guard: Guard): void {
      files.remove(database.transaction(() => replaceObject(bucket, key, object, guard)))
    },

    deleteObjects(bucket: string, keys: readonly string[], guard: Guard = () => undefined): void {
      files.remove(
        database.transaction(() => {
          getBucket(bucket)
          return keys.flatMap((key) => {
            guard(findObject(bucket, key))
            return dropObject(bucket, key)
          })
        }),
      )
    },

    /** The bytes from `start` to before `end`, as slices of files pinned until `release` is called. */
    openRange(contentId: string, start: number, end: number): { slices: Slice[]; release: () => void } {
      const slices: Slice[] = []
      let offset = 0
      for (const { fileId, sizeBytes } of listPieces(contentId)) {
        const from = Math.max(start - offset, 0)
        const to = Math.min(end - offset, sizeBytes)
        if (from < to) slices.push({ fileId, start: from, end: to })
        offset += sizeBytes
      }
      return { slices, release: files.pin(slices.map((slice) => slice.fileId)) }
    },

    isKnownFile: (fileId: string): boolean =>
      (database.first('SELECT file_id FROM pieces WHERE file_id = ?', fileId) ??
        database.first('SELECT file_id FROM parts WHERE file_id = ?', fileId)) !== undefined,
  }
}
