import { IdShape, Instant, Shape, type Static, Type } from './schema.ts'

/** Where a byte stands in a file of at most a tebibyte. */
const Bytes = Type.Integer({ minimum: 0, maximum: 2 ** 40 })

/** The first byte, and the one after the last. */
export const ByteRangeShape = Shape({ fromByte: Bytes, toByte: Bytes })

export const NewUpload = Shape({
  sizeBytes: Bytes,
  /** The sender's word for what the file is. */
  contentType: Type.String({ maxLength: 100 }),
})
export type NewUpload = Static<typeof NewUpload>

/** An upload in parts: how its file is cut, and what of it storage has. */
export const ClipUpload = Shape({
  id: IdShape,
  sizeBytes: Bytes,
  /** All parts but the last have this many bytes. A range to send lies inside one part. */
  partBytes: Bytes,
  /** In order; what lies in none of them is to be sent. */
  have: Type.Array(ByteRangeShape),
  /** Given up then, unless something is sent before. */
  keptUntil: Instant,
})
export type ClipUpload = Static<typeof ClipUpload>

export const rangesAtOnce = 32
export const WantedRanges = Shape({
  ranges: Type.Array(ByteRangeShape, { minItems: 1, maxItems: rangesAtOnce }),
})
export type WantedRanges = Static<typeof WantedRanges>

/** The address of one PUT of exactly the bytes of its range; nothing else of the request matters. */
export const SignedRange = Shape({
  fromByte: Bytes,
  toByte: Bytes,
  url: Type.String(),
  /** Ours, with the session; else storage's own, without it. */
  sameOrigin: Type.Boolean(),
  goodUntil: Instant,
})
export type SignedRange = Static<typeof SignedRange>
