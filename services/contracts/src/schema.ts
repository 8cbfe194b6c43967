import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'

/** An object that refuses what it does not declare, on the way in and on the way out. */
export const Shape = <P extends TProperties>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false })

export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/** One of a list of words from the domain. */
export const OneOf = <W extends string[]>(words: readonly [...W]) => Type.Enum<W>(words)

export const IdShape = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
/** An instant as RFC 3339 in UTC. */
export const Instant = Type.String({ format: 'date-time' })
/** A calendar day, `YYYY-MM-DD`, in the program's sense of the day. */
export const Day = Type.String({ format: 'date' })
export const Milliseconds = Type.Integer({ minimum: 0, maximum: 24 * 3_600_000 })
export const Version = Type.Integer({ minimum: 0 })
/** Text a person writes: bounded, so that nobody fills the disk with one answer. */
export const Text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength })

export type { Static }
export { Type }
