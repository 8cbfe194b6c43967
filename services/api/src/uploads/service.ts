import {
  abortUpload,
  beginPartedUpload,
  findPartedUpload,
  finishUpload,
  isOriginal,
  keepPartedUpload,
  type PartedUpload,
  type Tx,
} from '@cuepoint/db'
import {
  type ByteRange,
  CuepointError,
  chainOf,
  fitsGrid,
  gridOf,
  isWholePart,
  mergedRanges,
  missingRanges,
  partAt,
  partCount,
  rangeOfPart,
} from '@cuepoint/domain'
import {
  type ObjectStore,
  type OpenMultipart,
  originalKey,
  type PutTarget,
  parseKey,
  pieceKey,
  piecesPrefix,
  type StoredPart,
} from '@cuepoint/storage'

type Storage = Pick<
  ObjectStore,
  | 'openMultipart'
  | 'findParts'
  | 'joinIntoPart'
  | 'completeMultipart'
  | 'abortUpload'
  | 'listKeys'
  | 'deleteKeys'
  | 'deletePrefix'
  | 'head'
>

export type UploadDeps = {
  readonly storage: Storage
  readonly transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** How long an upload lives after its last sign of life. */
  readonly keptSeconds: number
}

type Piece = ByteRange & { readonly key: string; readonly sizeBytes: number }

/** A part that no single request brought is joined on the way to the end, but a whole file is not. */
const JOINED_AT_THE_END = 8

const multipartOf = ({ clipId, uploadId, storageId }: PartedUpload): OpenMultipart => ({
  key: originalKey(clipId, uploadId),
  storageId,
})

/**
 * Begins an upload in parts, or finds the one of the same size that is on its way: asking twice is asking once.
 * Throws `upload-in-progress` where another file is, and `wrong-state` where the clip takes none.
 */
export async function beginUpload(
  { storage, transact, keptSeconds }: UploadDeps,
  wanted: { clipId: string; uploadId: string; sizeBytes: number; contentType: string },
): Promise<PartedUpload> {
  const { clipId, uploadId, sizeBytes, contentType } = wanted
  const found = await transact((tx) => findPartedUpload(tx, clipId))
  if (found?.sizeBytes === sizeBytes) return found
  // Another file's: whether that is alive, the claim says.
  const multipart = await storage.openMultipart(originalKey(clipId, uploadId), contentType)
  const { partBytes } = gridOf(sizeBytes)
  const verdict = await transact((tx) =>
    beginPartedUpload(tx, { ...wanted, storageId: multipart.storageId, partBytes }, keptSeconds),
  )
  const begun = await transact((tx) => findPartedUpload(tx, clipId))
  if (verdict === 'claimed' && begun) return begun
  await storage.abortUpload(multipart.key, multipart.storageId)
  if (verdict === 'wrong-state') throw new CuepointError('wrong-state')
  // Two presses at once: the other one's is as good.
  if (begun?.sizeBytes === sizeBytes) return begun
  throw new CuepointError('upload-in-progress')
}

/** The clip's upload that is alive. Throws `not-found`. */
export async function getUpload({ transact }: UploadDeps, clipId: string): Promise<PartedUpload> {
  const found = await transact((tx) => findPartedUpload(tx, clipId))
  if (!found) throw new CuepointError('not-found')
  return found
}

/** The upload with this id, which lives on from now. Throws `not-found` where it is not alive. */
export async function keptUpload(
  { transact, keptSeconds }: UploadDeps,
  clipId: string,
  uploadId: string,
): Promise<PartedUpload> {
  const kept = await transact((tx) => keepPartedUpload(tx, { clipId, uploadId }, keptSeconds))
  if (!kept) throw new CuepointError('not-found')
  return kept
}

async function listPieces({ storage }: UploadDeps, { clipId, uploadId }: PartedUpload): Promise<Piece[]> {
  const pieces: Piece[] = []
  for await (const { key, sizeBytes } of storage.listKeys(piecesPrefix(clipId, uploadId))) {
    const parsed = parseKey(key)
    if (parsed?.kind === 'piece' && parsed.toByte - parsed.fromByte === sizeBytes)
      pieces.push({ key, sizeBytes, fromByte: parsed.fromByte, toByte: parsed.toByte })
  }
  return pieces
}

/** What storage has of the file, in order; undefined where storage knows of no such upload any more. */
export async function storedRanges(deps: UploadDeps, upload: PartedUpload): Promise<ByteRange[] | undefined> {
  const [parts, pieces] = await Promise.all([
    deps.storage.findParts(multipartOf(upload)),
    listPieces(deps, upload),
  ])
  return parts && mergedRanges([...parts.map(({ part }) => rangeOfPart(upload, part)), ...pieces])
}

/** What a request for these bytes writes: a part, where it is one whole, else a piece. Throws `bad-request`. */
export function targetOf(upload: PartedUpload, range: ByteRange): PutTarget {
  if (!fitsGrid(upload, range)) throw new CuepointError('bad-request', { rule: 'off-grid' })
  const { clipId, uploadId, storageId } = upload
  const sizeBytes = range.toByte - range.fromByte
  return isWholePart(upload, range)
    ? {
        key: originalKey(clipId, uploadId),
        sizeBytes,
        part: { storageId, number: partAt(upload, range) },
      }
    : { key: pieceKey(clipId, uploadId, range), sizeBytes }
}

const incomplete = (missing: readonly ByteRange[]): CuepointError =>
  new CuepointError('upload-incomplete', { missing: missing.slice(0, 32) })

/** Makes one part of its pieces; done already is as good. Throws `upload-incomplete` where a piece is missing. */
export async function joinPart(deps: UploadDeps, upload: PartedUpload, part: number): Promise<void> {
  if (part > partCount(upload)) throw new CuepointError('not-found')
  const parts = await deps.storage.findParts(multipartOf(upload))
  if (!parts) throw new CuepointError('not-found')
  if (parts.some((stored) => stored.part === part)) return
  await join(deps, upload, part, await listPieces(deps, upload))
}

async function join(
  { storage }: UploadDeps,
  upload: PartedUpload,
  part: number,
  pieces: readonly Piece[],
): Promise<void> {
  const whole = rangeOfPart(upload, part)
  const inside = pieces.filter(({ fromByte }) => partAt(upload, { fromByte, toByte: fromByte }) === part)
  const chain = chainOf(whole, inside)
  if (!chain) throw incomplete(missingRanges(whole, inside))
  await storage.joinIntoPart(multipartOf(upload), part, chain)
  // Only what is in the part now; with storage in trouble the janitor takes them later.
  await storage.deleteKeys(inside.map(({ key }) => key)).catch(() => undefined)
}

/**
 * All of the file is there: it becomes the clip's original, and its processing is asked for. Asking again, or twenty
 * at once, is asking once. Throws `upload-incomplete`, and `not-found` where the upload is over without a file.
 */
export async function completeUpload(deps: UploadDeps, clipId: string, uploadId: string): Promise<void> {
  const upload = await deps.transact((tx) => keepPartedUpload(tx, { clipId, uploadId }, deps.keptSeconds))
  if (!upload) {
    if (await isFinished(deps, clipId, uploadId)) return
    throw new CuepointError('not-found')
  }
  const multipart = multipartOf(upload)
  const parts = await wholeParts(deps, upload)
  if (parts) await deps.storage.completeMultipart(multipart, parts)
  // Whether this call made the object, another one did, or one whose answer was lost: it is there, or it is not.
  const head = await deps.storage.head(multipart.key)
  if (head?.sizeBytes !== upload.sizeBytes) {
    if (await isFinished(deps, clipId, uploadId)) return
    throw new CuepointError('not-found')
  }
  const file = { originalKey: multipart.key, sizeBytes: head.sizeBytes, contentType: upload.contentType }
  const finished = await deps.transact((tx) => finishUpload(tx, { clipId, uploadId }, file))
  if (!finished) throw new CuepointError('not-found')
  await deps.storage.deletePrefix(piecesPrefix(clipId, uploadId)).catch(() => undefined)
}

/** The parts that make up the file; undefined where the upload has ended in storage. Throws `upload-incomplete`. */
async function wholeParts(deps: UploadDeps, upload: PartedUpload): Promise<StoredPart[] | undefined> {
  const multipart = multipartOf(upload)
  const parts = await deps.storage.findParts(multipart)
  if (!parts) return undefined
  const missing = Array.from({ length: partCount(upload) }, (_, i) => i + 1).filter(
    (part) => !parts.some((stored) => stored.part === part),
  )
  if (missing.length === 0) return parts
  if (missing.length > JOINED_AT_THE_END) throw incomplete(missing.map((part) => rangeOfPart(upload, part)))
  const pieces = await listPieces(deps, upload)
  for (const part of missing) await join(deps, upload, part, pieces)
  return await deps.storage.findParts(multipart)
}

const isFinished = ({ transact }: UploadDeps, clipId: string, uploadId: string): Promise<boolean> =>
  transact((tx) => isOriginal(tx, clipId, originalKey(clipId, uploadId)))

/** She wants it no more: the clip is back where it was. What is over already stays as it is. */
export async function giveUpUpload(deps: UploadDeps, clipId: string, uploadId: string): Promise<void> {
  const upload = await deps.transact(async (tx) => {
    const found = await findPartedUpload(tx, clipId)
    if (found?.uploadId !== uploadId) return undefined
    return (await abortUpload(tx, { clipId, uploadId })) ? found : undefined
  })
  if (!upload) return
  const { key, storageId } = multipartOf(upload)
  await deps.storage.abortUpload(key, storageId)
  await deps.storage.deletePrefix(piecesPrefix(clipId, uploadId))
}
