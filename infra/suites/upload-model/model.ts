import {
  type ByteRange,
  gridOf,
  isWholePart,
  mergedRanges,
  missingRanges,
  partAt,
  partCount,
  rangeOfPart,
  type UploadGrid,
} from '@cuepoint/domain'

/** What the server should know of one clip: a few lines that are easy to believe. */
export type Model = {
  upload: { readonly grid: UploadGrid; readonly parts: Set<number>; readonly pieces: ByteRange[] } | undefined
  /** The clip has its file: of this many bytes. */
  finishedBytes: number | undefined
  /** Uploads that are over are told from those that never were. */
  ended: number
}

export const emptyModel = (): Model => ({ upload: undefined, finishedBytes: undefined, ended: 0 })

export const beginIn = (model: Model, sizeBytes: number): void => {
  model.upload = { grid: gridOf(sizeBytes), parts: new Set(), pieces: [] }
}

export function storeIn({ upload }: Model, range: ByteRange): void {
  if (!upload) throw new Error('nothing is on its way')
  if (isWholePart(upload.grid, range)) upload.parts.add(partAt(upload.grid, range))
  else upload.pieces.push(range)
}

export const haveIn = ({ upload }: Model): ByteRange[] =>
  upload
    ? mergedRanges([...[...upload.parts].map((part) => rangeOfPart(upload.grid, part)), ...upload.pieces])
    : []

/** Whether the pieces of a part make it up. */
export function canJoin({ upload }: Model, part: number): boolean {
  if (!upload) return false
  if (upload.parts.has(part)) return true
  const whole = rangeOfPart(upload.grid, part)
  return missingRanges(whole, upload.pieces).length === 0
}

export function joinIn({ upload }: Model, part: number): void {
  if (!upload || upload.parts.has(part)) return
  upload.parts.add(part)
  // The pieces of a part that is whole are taken away.
  const rest = upload.pieces.filter((piece) => partAt(upload.grid, piece) !== part)
  upload.pieces.splice(0, upload.pieces.length, ...rest)
}

export const isComplete = (model: Model): boolean => {
  const { upload } = model
  if (!upload) return false
  return Array.from({ length: partCount(upload.grid) }, (_, i) => i + 1).every((part) => canJoin(model, part))
}
