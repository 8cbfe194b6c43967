import { Type } from 'typebox'

/** Ids are UUIDs everywhere; anything else in a payload is refused, so private text cannot slip in as an id. */
export const UuidField = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})

/** Which go at it this is, counted from 1. */
export const AttemptField = Type.Integer({ minimum: 1, maximum: 1_000_000 })
