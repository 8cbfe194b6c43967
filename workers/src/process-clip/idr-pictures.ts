import type { Original } from '../original/originals.ts'

/** What stands before the first slice: a few sets of parameters and remarks. */
const HEAD_BYTES = 4_096
const AT_ONCE = 8
/** Each is a request of its own to storage: a second for an hour of lesson, and not twenty. */
const LOOKED_AT = 200

/** Kinds of units (H.264, table 7-1): slices of a picture, the last of them such that nothing before it is needed. */
const FIRST_SLICE = 1
const IDR_SLICE = 5
/** Units stand behind their length in so many bytes (ISO 14496-15, 5.3.3.1); writers with another are not known. */
const LENGTH_BYTES = 4

/**
 * Whether a picture's first slice says that nothing before it is needed. False too where that cannot be told.
 * `head` is the beginning of the picture as an MP4 holds it.
 */
export function isIdrPicture(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  for (let at = 0; at + LENGTH_BYTES < head.byteLength; ) {
    const kind = view.getUint8(at + LENGTH_BYTES) & 0x1f
    if (kind >= FIRST_SLICE && kind <= IDR_SLICE) return kind === IDR_SLICE
    at += LENGTH_BYTES + view.getUint32(at)
  }
  return false
}

/**
 * Whether the pictures that begin at these bytes are such: all of them, or of many so many at even distances. What
 * makes others makes them one after the other, so that a stretch of them as long as a two-hundredth of the lesson is
 * seen. A few bytes of each are read, and the file between them is not. Rejects as storage does.
 */
export async function areIdrPictures(
  original: Pick<Original, 'peek'>,
  positions: readonly number[],
  signal: AbortSignal,
): Promise<boolean> {
  const step = Math.ceil(positions.length / LOOKED_AT)
  const left = positions.filter((_, i) => i % step === 0)[Symbol.iterator]()
  let all = true
  const look = async (): Promise<void> => {
    for (const position of left) {
      if (!all) return
      if (!isIdrPicture(await original.peek(position, HEAD_BYTES, signal))) all = false
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, look))
  return all
}
