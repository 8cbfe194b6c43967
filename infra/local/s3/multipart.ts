import { createHash, randomBytes } from 'node:crypto'
import {
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumType,
  joinChecksums,
  parseChecksumAlgorithm,
} from './checksums.ts'
import { type Database, integer, optionalText, type Row, text } from './database.ts'
import type { FileStore } from './files.ts'
import { S3Error } from './s3-error.ts'
import {
  type Guard,
  type ObjectHeaders,
  parseChecksum,
  parseHeaders,
  type Store,
  writeChecksum,
} from './store.ts'

export type UploadChecksum = { algorithm: ChecksumAlgorithm; type: ChecksumType }

export type Upload = {
  uploadId: string
  bucket: string
  key: string
  initiatedAtMs: number
  headers: ObjectHeaders
  checksum: UploadChecksum | undefined
}

export type Part = {
  partNumber: number
  fileId: string
  sizeBytes: number
  /** Without quotes. */
  etag: string
  modifiedAtMs: number
  checksum: Checksum | undefined
}

/** A part as the client names it when it completes. */
export type NamedPart = { partNumber: number; etag: string; checksum: string | undefined }

export type Completion = { etag: string; checksum: Checksum | undefined }

const smallestPartBytes = 5 * 1024 * 1024
// Longer than any client goes on retrying; after that the answer to a repeated Complete may be forgotten.
const completionKeptMs = 24 * 3600_000

const uploadOf = (row: Row): Upload => {
  const algorithm = optionalText(row, 'checksum_algorithm')
  return {
    uploadId: text(row, 'upload_id'),
    bucket: text(row, 'bucket'),
    key: text(row, 'key'),
    initiatedAtMs: integer(row, 'initiated_at_ms'),
    headers: parseHeaders(text(row, 'headers')),
    checksum:
      algorithm === undefined
        ? undefined
        : {
            algorithm: parseChecksumAlgorithm(algorithm),
            type: text(row, 'checksum_type') === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT',
          },
  }
}

const partOf = (row: Row): Part => ({
  partNumber: integer(row, 'part_number'),
  fileId: text(row, 'file_id'),
  sizeBytes: integer(row, 'size_bytes'),
  etag: text(row, 'etag'),
  modifiedAtMs: integer(row, 'modified_at_ms'),
  checksum: parseChecksum(optionalText(row, 'checksum')),
})

function choose(parts: readonly Part[], named: readonly NamedPart[]): Part[] {
  const byNumber = new Map(parts.map((part) => [part.partNumber, part]))
  if (named.some(({ partNumber }, index) => partNumber <= (named[index - 1]?.partNumber ?? 0)))
    throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.')
  return named.map((wanted, index) => {
    const part = byNumber.get(wanted.partNumber)
    const agrees = wanted.checksum === undefined || wanted.checksum === part?.checksum?.value
    if (part === undefined || part.etag !== wanted.etag || !agrees)
      throw new S3Error(
        'InvalidPart',
        'One or more of the specified parts could not be found or does not match.',
        {
          PartNumber: String(wanted.partNumber),
        },
      )
    if (part.sizeBytes < smallestPartBytes && index < named.length - 1)
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        PartNumber: String(wanted.partNumber),
        ProposedSize: String(part.sizeBytes),
        MinSizeAllowed: String(smallestPartBytes),
      })
    return part
  })
}

function joinEtags(parts: readonly Part[]): string {
  const md5 = createHash('md5')
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'))
  return `${md5.digest('hex')}-${parts.length}`
}

export type MultipartStore = ReturnType<typeof createMultipartStore>

/** Uploads in parts. A part is one immutable file, and stays that file in the finished object. */
export function createMultipartStore(
  database: Database,
  store: Store,
  files: FileStore,
  nowMs: () => number,
) {
  const getUpload = (bucket: string, key: string, uploadId: string): Upload => {
    const row = database.first(
      'SELECT * FROM uploads WHERE upload_id = ? AND bucket = ? AND key = ?',
      uploadId,
      bucket,
      key,
    )
    if (row === undefined)
      throw new S3Error(
        'NoSuchUpload',
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
        { UploadId: uploadId },
      )
    return uploadOf(row)
  }

  const listParts = (uploadId: string): Part[] =>
    database.all('SELECT * FROM parts WHERE upload_id = ? ORDER BY part_number', uploadId).map(partOf)

  const dropUpload = (uploadId: string): void => {
    database.run('DELETE FROM parts WHERE upload_id = ?', uploadId)
    database.run('DELETE FROM uploads WHERE upload_id = ?', uploadId)
  }

  return {
    getUpload,
    listParts,

    createUpload(
      bucket: string,
      key: string,
      headers: ObjectHeaders,
      checksum: UploadChecksum | undefined,
    ): string {
      store.getBucket(bucket)
      const uploadId = randomBytes(24).toString('base64url')
      database.run(
        'INSERT INTO uploads (upload_id, bucket, key, initiated_at_ms, headers, checksum_algorithm, checksum_type) VALUES (?, ?, ?, ?, ?, ?, ?)',
        uploadId,
        bucket,
        key,
        nowMs(),
        JSON.stringify(headers),
        checksum?.algorithm ?? null,
        checksum?.type ?? null,
      )
      return uploadId
    },

    /** Puts a part whose file is on the disk already, in place of one with the same number. */
    putPart(upload: Upload, part: Part): void {
      const replaced = database.transaction(() => {
        getUpload(upload.bucket, upload.key, upload.uploadId)
        const before = database.first(
          'SELECT file_id FROM parts WHERE upload_id = ? AND part_number = ?',
          upload.uploadId,
          part.partNumber,
        )
        database.run(
          'INSERT OR REPLACE INTO parts (upload_id, part_number, file_id, size_bytes, etag, modified_at_ms, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
          upload.uploadId,
          part.partNumber,
          part.fileId,
          part.sizeBytes,
          part.etag,
          part.modifiedAtMs,
          writeChecksum(part.checksum),
        )
        return before === undefined ? [] : [text(before, 'file_id')]
      })
      files.remove(replaced)
    },

    abort(bucket: string, key: string, uploadId: string): void {
      const dropped = database.transaction(() => {
        getUpload(bucket, key, uploadId)
        const fileIds = listParts(uploadId).map((part) => part.fileId)
        dropUpload(uploadId)
        return fileIds
      })
      files.remove(dropped)
    },

    /** Repeating a Complete whose answer was lost gives the same answer again and changes nothing. */
    complete(
      bucket: string,
      key: string,
      uploadId: string,
      named: readonly NamedPart[],
      guard: Guard,
      agrees: (checksum: Checksum | undefined) => boolean,
    ): Completion {
      const partList = named.map((part) => `${part.partNumber}:${part.etag}`).join(',')
      const before = database.first(
        'SELECT * FROM completions WHERE upload_id = ? AND bucket = ? AND key = ? AND part_list = ?',
        uploadId,
        bucket,
        key,
        partList,
      )
      if (before !== undefined)
        return { etag: text(before, 'etag'), checksum: parseChecksum(optionalText(before, 'checksum')) }

      const { completion, removed } = database.transaction(() => {
        const upload = getUpload(bucket, key, uploadId)
        const parts = listParts(uploadId)
        const chosen = choose(parts, named)
        const etag = joinEtags(chosen)
        const checksum =
          upload.checksum &&
          joinChecksums(
            upload.checksum.algorithm,
            upload.checksum.type,
            chosen.map((part) => ({ value: part.checksum?.value ?? '', sizeBytes: part.sizeBytes })),
          )
        if (!agrees(checksum))
          throw new S3Error('BadDigest', 'The checksum you specified did not match the calculated checksum.')
        dropUpload(uploadId)
        const kept = new Set(chosen.map((part) => part.fileId))
        const replaced = store.replaceObject(
          bucket,
          key,
          { etag, headers: upload.headers, checksum, pieces: chosen },
          guard,
        )
        database.run('DELETE FROM completions WHERE completed_at_ms < ?', nowMs() - completionKeptMs)
        database.run(
          'INSERT INTO completions (upload_id, bucket, key, completed_at_ms, part_list, etag, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
          uploadId,
          bucket,
          key,
          nowMs(),
          partList,
          etag,
          writeChecksum(checksum),
        )
        const left = parts.filter((part) => !kept.has(part.fileId)).map((part) => part.fileId)
        return { completion: { etag, checksum }, removed: [...replaced, ...left] }
      })
      files.remove(removed)
      return completion
    },
  }
}
