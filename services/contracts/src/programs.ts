import { partnershipKinds, partnershipSides } from '@cuepoint/domain'
import { LanguageShape, PersonRef, RoleShape } from './people.ts'
import { IdShape, Instant, Nullable, OneOf, Shape, type Static, Text, Type } from './schema.ts'

export const Program = Shape({
  id: IdShape,
  name: Type.String(),
  language: LanguageShape,
  /** Who may not be filmed, in the program's own words; empty where it has none. */
  filmingNote: Type.String(),
  myRoles: Type.Array(RoleShape),
})
export type Program = Static<typeof Program>

export const ChangeProgram = Shape({
  name: Type.Optional(Text(120, 1)),
  language: Type.Optional(LanguageShape),
  filmingNote: Type.Optional(Text(600)),
})
export type ChangeProgram = Static<typeof ChangeProgram>

/** A member as the lead sees her. */
export const Member = Shape({
  person: PersonRef,
  email: Type.String(),
  roles: Type.Array(RoleShape),
  joinedAt: Instant,
})
export type Member = Static<typeof Member>
export const ChangeMember = Shape({
  roles: Type.Array(RoleShape, { minItems: 1, maxItems: 3, uniqueItems: true }),
})
export type ChangeMember = Static<typeof ChangeMember>

/** A colleague as any member sees her: for choosing whom to share a clip with. */
export const Colleague = Shape({ person: PersonRef, roles: Type.Array(RoleShape) })
export type Colleague = Static<typeof Colleague>

export const PartnershipMember = Shape({ person: PersonRef, side: OneOf(partnershipSides) })
export const Partnership = Shape({
  id: IdShape,
  programId: IdShape,
  kind: OneOf(partnershipKinds),
  members: Type.Array(PartnershipMember),
  createdAt: Instant,
  endedAt: Nullable(Instant),
})
export type Partnership = Static<typeof Partnership>
export const NewPartnership = Shape({
  kind: OneOf(partnershipKinds),
  members: Type.Array(Shape({ personId: IdShape, side: OneOf(partnershipSides) }), {
    minItems: 2,
    maxItems: 40,
  }),
})
export type NewPartnership = Static<typeof NewPartnership>

/** Counts for a lead; null where fewer than five people stand behind a count. */
export const ProgramCounts = Shape({
  teachers: Type.Integer(),
  coaches: Type.Integer(),
  partnerships: Type.Integer(),
  /** Over the last 30 days. */
  clipsSent: Nullable(Type.Integer()),
  reviewsSent: Nullable(Type.Integer()),
  reviewsReady: Nullable(Type.Integer()),
  discussionsHeld: Nullable(Type.Integer()),
})
export type ProgramCounts = Static<typeof ProgramCounts>
