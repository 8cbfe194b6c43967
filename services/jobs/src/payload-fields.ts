import { Type } from 'typebox'

/** Ids are UUIDs everywhere; anything else in a payload is refused, so private text cannot slip in as an id. */
export const UuidField = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})

/** Which go at it this is, counted from 1. */
export const AttemptField = Type.Integer({ minimum: 1, maximum: 1_000_000 })

/** What a clip's files are listed under: the attempt that began it, and what nobody can guess. */
export const MediaIdField = Type.String({ pattern: '^[1-9]\\d{0,8}-[0-9a-f]{16,64}$' })
