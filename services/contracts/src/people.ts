import { languages, roles } from '@cuepoint/domain'
import { IdShape, Instant, OneOf, Shape, type Static, Text, Type } from './schema.ts'

export const LanguageShape = OneOf(languages)
export const RoleShape = OneOf(roles)
export const Password = Type.String({ minLength: 10, maxLength: 200 })
export const Email = Type.String({ format: 'email', maxLength: 254 })

/** How other people see a person: never her address. */
export const PersonRef = Shape({ id: IdShape, name: Type.String() })
export type PersonRef = Static<typeof PersonRef>

export const SignIn = Shape({ email: Email, password: Type.String({ minLength: 1, maxLength: 200 }) })
export type SignIn = Static<typeof SignIn>

export const Me = Shape({
  id: IdShape,
  name: Type.String(),
  email: Type.String(),
  language: LanguageShape,
  timeZone: Type.String(),
  programs: Type.Array(Shape({ id: IdShape, name: Type.String(), roles: Type.Array(RoleShape) })),
})
export type Me = Static<typeof Me>

export const ChangeMe = Shape({
  name: Type.Optional(Text(120, 1)),
  language: Type.Optional(LanguageShape),
  timeZone: Type.Optional(Text(64, 1)),
})
export type ChangeMe = Static<typeof ChangeMe>

export const ChangePassword = Shape({
  currentPassword: Type.String({ minLength: 1, maxLength: 200 }),
  newPassword: Password,
})
export type ChangePassword = Static<typeof ChangePassword>

export const AskPasswordReset = Shape({ email: Email })
export type AskPasswordReset = Static<typeof AskPasswordReset>
export const CompletePasswordReset = Shape({ token: Text(200, 16), newPassword: Password })
export type CompletePasswordReset = Static<typeof CompletePasswordReset>

export const InvitationToken = Shape({ token: Text(200, 16) })
export type InvitationToken = Static<typeof InvitationToken>
/** What a person who holds an invitation may know before she accepts it. */
export const InvitationPreview = Shape({
  programName: Type.String(),
  email: Type.String(),
  roles: Type.Array(RoleShape),
  language: LanguageShape,
  /** True when the address has an account already: she signs in instead of choosing a password. */
  hasAccount: Type.Boolean(),
})
export type InvitationPreview = Static<typeof InvitationPreview>
/** `password` is the new one, or the existing account's. */
export const AcceptInvitation = Shape({
  token: Text(200, 16),
  name: Text(120, 1),
  password: Password,
  language: LanguageShape,
  timeZone: Text(64, 1),
})
export type AcceptInvitation = Static<typeof AcceptInvitation>

export const Invite = Shape({
  email: Email,
  roles: Type.Array(RoleShape, { minItems: 1, maxItems: 3, uniqueItems: true }),
  language: LanguageShape,
})
export type Invite = Static<typeof Invite>

export const Invitation = Shape({
  id: IdShape,
  email: Type.String(),
  roles: Type.Array(RoleShape),
  language: LanguageShape,
  createdAt: Instant,
  expiresAt: Instant,
  state: Type.Enum(['open', 'accepted', 'expired', 'withdrawn']),
  /** False when the mail could not be handed over: the lead can send it again. */
  mailed: Type.Boolean(),
})
export type Invitation = Static<typeof Invitation>
