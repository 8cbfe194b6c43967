/** Bytes of a file, the first of them and the one after the last. */
export type ByteRange = { readonly fromByte: number; readonly toByte: number }

/** How a file of this size is cut while it is sent; laid out once, when its upload begins. */
export type UploadGrid = { readonly sizeBytes: number; readonly partBytes: number }

/** S3 takes no smaller part but the last, and no more than 10,000 of them. */
const smallestPartBytes = 5 * 1024 * 1024
const partsAtMost = 9_000
/** Pieces begin at multiples of this from their part's beginning on, so that two of them never overlap by a little. */
export const pieceGrainBytes = 64 * 1024

export const gridOf = (sizeBytes: number): UploadGrid => ({
  sizeBytes,
  partBytes: Math.max(smallestPartBytes, Math.ceil(sizeBytes / partsAtMost)),
})

export const partCount = ({ sizeBytes, partBytes }: UploadGrid): number => Math.ceil(sizeBytes / partBytes)

/** The bytes of a part, counted from 1 as S3 does. Throws RangeError where there is none of this number. */
export function rangeOfPart(grid: UploadGrid, part: number): ByteRange {
  if (!Number.isSafeInteger(part) || part < 1 || part > partCount(grid)) throw new RangeError('no such part')
  const fromByte = (part - 1) * grid.partBytes
  return { fromByte, toByte: Math.min(grid.sizeBytes, fromByte + grid.partBytes) }
}

/** The part these bytes lie in, whole or in pieces. */
export const partAt = ({ partBytes }: UploadGrid, { fromByte }: ByteRange): number =>
  Math.floor(fromByte / partBytes) + 1

export const isWholePart = (grid: UploadGrid, range: ByteRange): boolean => {
  const part = rangeOfPart(grid, partAt(grid, range))
  return part.fromByte === range.fromByte && part.toByte === range.toByte
}

/** Whether a range may be sent in one request: inside one part, on the grain, up to the grain or the part's end. */
export function fitsGrid(grid: UploadGrid, { fromByte, toByte }: ByteRange): boolean {
  if (!Number.isSafeInteger(fromByte) || !Number.isSafeInteger(toByte)) return false
  if (fromByte < 0 || toByte <= fromByte || toByte > grid.sizeBytes) return false
  const part = rangeOfPart(grid, partAt(grid, { fromByte, toByte }))
  const onGrain = (byte: number): boolean => (byte - part.fromByte) % pieceGrainBytes === 0
  return toByte <= part.toByte && onGrain(fromByte) && (toByte === part.toByte || onGrain(toByte))
}

/** The same bytes in as few ranges as can be, in order. */
export function mergedRanges(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: ByteRange[] = []
  for (const range of ranges.toSorted((one, other) => one.fromByte - other.fromByte)) {
    const last = merged.at(-1)
    if (last && range.fromByte <= last.toByte)
      merged[merged.length - 1] = { fromByte: last.fromByte, toByte: Math.max(last.toByte, range.toByte) }
    else if (range.toByte > range.fromByte) merged.push({ fromByte: range.fromByte, toByte: range.toByte })
  }
  return merged
}

/** What of `whole` lies in none of `had`, in order. */
export function missingRanges(whole: ByteRange, had: readonly ByteRange[]): ByteRange[] {
  const missing: ByteRange[] = []
  let at = whole.fromByte
  for (const { fromByte, toByte } of mergedRanges(had)) {
    if (toByte <= at) continue
    if (fromByte >= whole.toByte) break
    if (fromByte > at) missing.push({ fromByte: at, toByte: fromByte })
    at = toByte
  }
  if (at < whole.toByte) missing.push({ fromByte: at, toByte: whole.toByte })
  return missing
}

export const bytesIn = (ranges: readonly ByteRange[]): number =>
  ranges.reduce((sum, { fromByte, toByte }) => sum + (toByte - fromByte), 0)

/**
 * What to send next, at the beginning of the first missing range: the whole part where `wantedBytes` carries one and
 * nothing of it is there, else a piece of about that size. Undefined where nothing is missing.
 */
export function nextRange(
  grid: UploadGrid,
  missing: readonly ByteRange[],
  wantedBytes: number,
): ByteRange | undefined {
  const [first] = missing
  if (!first) return undefined
  const part = rangeOfPart(grid, partAt(grid, first))
  const end = Math.min(first.toByte, part.toByte)
  const wholeIsMissing = first.fromByte === part.fromByte && end === part.toByte
  if (wholeIsMissing && wantedBytes >= part.toByte - part.fromByte) return part
  const grains = Math.max(1, Math.floor(wantedBytes / pieceGrainBytes))
  return { fromByte: first.fromByte, toByte: Math.min(end, first.fromByte + grains * pieceGrainBytes) }
}

/**
 * Pieces that make up `whole` one after the other, each from where the one before ended; undefined where there is a
 * hole. Two devices may have cut the same bytes differently: then one of the cuts has to be whole.
 */
export function chainOf<Piece extends ByteRange>(
  whole: ByteRange,
  pieces: readonly Piece[],
): Piece[] | undefined {
  const from = Map.groupBy(pieces, ({ fromByte }) => fromByte)
  const reach = new Map<number, Piece[] | undefined>()
  // From the end on: whether the bytes from here can be made up, and how.
  for (const start of [...from.keys()].toSorted((one, other) => other - one)) {
    for (const piece of from.get(start) ?? []) {
      const rest = piece.toByte === whole.toByte ? [] : reach.get(piece.toByte)
      if (rest) {
        reach.set(start, [piece, ...rest])
        break
      }
    }
  }
  return reach.get(whole.fromByte)
}
