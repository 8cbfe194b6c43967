export {
  clipPrefix,
  createMediaId,
  isMediaId,
  mediaKey,
  mediaPrefix,
  originalKey,
  type ParsedKey,
  parseKey,
  pieceKey,
  piecesPrefix,
} from './keys.ts'
export { createObjectStore } from './object-store.ts'
export type * from './object-store-contract.ts'
export { ObjectMissingError, RangeUnsatisfiableError } from './storage-errors.ts'
