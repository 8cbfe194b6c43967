import { type ByteRange, isId } from '@cuepoint/domain'

/**
 * The only layout of keys in storage:
 *
 *     clips/<clipId>/original/<uploadId>
 *     clips/<clipId>/pieces/<uploadId>/<first byte>-<byte after the last>
 *     clips/<clipId>/media/<mediaId>/<file>
 *
 * Keys are made of ids and of names we gave; nothing a person wrote is ever in one.
 */
export type ParsedKey =
  | { readonly kind: 'original'; readonly clipId: string; readonly uploadId: string }
  | ({ readonly kind: 'piece'; readonly clipId: string; readonly uploadId: string } & ByteRange)
  | { readonly kind: 'media'; readonly clipId: string; readonly mediaId: string; readonly file: string }

const piecePattern = /^(0|[1-9]\d{0,14})-([1-9]\d{0,14})$/
const mediaIdPattern = /^[1-9]\d{0,8}-[0-9a-f]{16,64}$/
// Up to three levels of plain names: no empty one, none that begins with a dot.
const filePattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(?:\/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,2}$/

const isMediaFile = (file: string): boolean => filePattern.test(file) && !file.includes('..')

function requireThat(holds: boolean, part: string): void {
  // The value stays out of the message: it may be anything somebody typed.
  if (!holds) throw new RangeError(`not a ${part} that can be part of a storage key`)
}

/** Everything of one clip. Throws RangeError when the id is none. */
export function clipPrefix(clipId: string): string {
  requireThat(isId(clipId), 'clip id')
  return `clips/${clipId}/`
}

/** The file as it was sent. Throws RangeError when an id is none. */
export function originalKey(clipId: string, uploadId: string): string {
  requireThat(isId(uploadId), 'upload id')
  return `${clipPrefix(clipId)}original/${uploadId}`
}

/** All pieces of one upload. Throws RangeError when an id is none. */
export function piecesPrefix(clipId: string, uploadId: string): string {
  requireThat(isId(uploadId), 'upload id')
  return `${clipPrefix(clipId)}pieces/${uploadId}/`
}

/** These bytes of a file that is on its way. Throws RangeError when an id is none, or the range. */
export function pieceKey(clipId: string, uploadId: string, { fromByte, toByte }: ByteRange): string {
  const name = `${fromByte}-${toByte}`
  requireThat(piecePattern.test(name) && fromByte < toByte, 'range of bytes')
  return piecesPrefix(clipId, uploadId) + name
}

/**
 * Names what one attempt at processing makes. `attempt` counts from 1; `randomHex` is at least 16 hex digits from a
 * cryptographic source, so that no other attempt can write there and nobody can guess it.
 */
export function createMediaId(attempt: number, randomHex: string): string {
  const mediaId = `${attempt}-${randomHex}`
  requireThat(isMediaId(mediaId), 'media id')
  return mediaId
}

export const isMediaId = (value: string): boolean => mediaIdPattern.test(value)

/** Everything one attempt made. Throws RangeError when an id is none. */
export function mediaPrefix(clipId: string, mediaId: string): string {
  requireThat(isMediaId(mediaId), 'media id')
  return `${clipPrefix(clipId)}media/${mediaId}/`
}

/** One file of an attempt, such as `720p/3.m4s`. Throws RangeError when it could lead anywhere else. */
export function mediaKey(clipId: string, mediaId: string, file: string): string {
  requireThat(isMediaFile(file), 'file name')
  return mediaPrefix(clipId, mediaId) + file
}

/** What a key stands for; undefined when it is not of this layout. */
export function parseKey(key: string): ParsedKey | undefined {
  const [root, clipId = '', kind, id = '', ...rest] = key.split('/')
  const file = rest.join('/')
  if (root !== 'clips' || !isId(clipId)) return undefined
  if (kind === 'original' && rest.length === 0 && isId(id)) return { kind, clipId, uploadId: id }
  if (kind === 'pieces' && isId(id)) {
    const [, fromByte, toByte] = piecePattern.exec(file) ?? []
    const range = { fromByte: Number(fromByte), toByte: Number(toByte) }
    return range.fromByte < range.toByte ? { kind: 'piece', clipId, uploadId: id, ...range } : undefined
  }
  if (kind === 'media' && isMediaId(id) && isMediaFile(file)) return { kind, clipId, mediaId: id, file }
  return undefined
}
