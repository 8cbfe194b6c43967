import { clipStates, failReasons, grantLevels, rejectReasons } from '@cuepoint/domain'
import { PersonRef } from './people.ts'
import { IdShape, Instant, Milliseconds, Nullable, OneOf, Shape, type Static, Text, Type } from './schema.ts'

export const NewClip = Shape({ programId: IdShape, title: Text(200, 1), note: Text(4000) })
export type NewClip = Static<typeof NewClip>
export const ChangeClip = Shape({ title: Type.Optional(Text(200, 1)), note: Type.Optional(Text(4000)) })
export type ChangeClip = Static<typeof ChangeClip>

export const Rendition = Shape({
  name: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  bandwidth: Type.Integer(),
})

/** Where the player finds a ready clip. All addresses are of this origin and ask for the session each time. */
export const ClipMedia = Shape({
  playlistUrl: Type.String(),
  posterUrl: Type.String(),
  durationMs: Milliseconds,
  width: Type.Integer(),
  height: Type.Integer(),
  framesPerSecond: Type.Number(),
  hasAudio: Type.Boolean(),
  renditions: Type.Array(Rendition),
})
export type ClipMedia = Static<typeof ClipMedia>

export const Clip = Shape({
  id: IdShape,
  programId: IdShape,
  owner: PersonRef,
  mine: Type.Boolean(),
  /** What the reader may do: the owner has `own`. */
  level: Type.Enum(['own', ...grantLevels]),
  title: Type.String(),
  note: Type.String(),
  state: OneOf(clipStates),
  stateSince: Instant,
  rejectReason: Nullable(OneOf(rejectReasons)),
  failReason: Nullable(OneOf(failReasons)),
  retryable: Type.Boolean(),
  /** 0 to 100 while processing. */
  progressPercent: Type.Integer({ minimum: 0, maximum: 100 }),
  sizeBytes: Nullable(Type.Integer()),
  media: Nullable(ClipMedia),
  /** Where this reader was, for resuming. */
  positionMs: Milliseconds,
  createdAt: Instant,
})
export type Clip = Static<typeof Clip>

export const ClipSummary = Shape({
  id: IdShape,
  programId: IdShape,
  owner: PersonRef,
  mine: Type.Boolean(),
  title: Type.String(),
  state: OneOf(clipStates),
  stateSince: Instant,
  progressPercent: Type.Integer(),
  posterUrl: Nullable(Type.String()),
  durationMs: Nullable(Milliseconds),
  createdAt: Instant,
})
export type ClipSummary = Static<typeof ClipSummary>

/** What a file may be, so that the page can say it before anything is sent. */
export const UploadLimits = Shape({
  maxBytes: Type.Integer(),
  maxDurationMs: Type.Integer(),
  accepts: Type.Array(Type.String()),
})
export type UploadLimits = Static<typeof UploadLimits>

export const SavePosition = Shape({ atMs: Milliseconds })
export type SavePosition = Static<typeof SavePosition>

export const NewGrant = Shape({
  /** Exactly one of the two receivers. */
  partnershipId: Type.Optional(IdShape),
  personId: Type.Optional(IdShape),
  level: OneOf(grantLevels),
  /** Null: until she takes it back. */
  expiresAt: Nullable(Instant),
})
export type NewGrant = Static<typeof NewGrant>
export const Grant = Shape({
  id: IdShape,
  level: OneOf(grantLevels),
  partnershipId: Nullable(IdShape),
  /** The people it gives sight to, without the owner. */
  people: Type.Array(PersonRef),
  createdAt: Instant,
  expiresAt: Nullable(Instant),
  revokedAt: Nullable(Instant),
  live: Type.Boolean(),
})
export type Grant = Static<typeof Grant>

export const Viewer = Shape({ person: PersonRef, firstAt: Instant, lastAt: Instant })
export type Viewer = Static<typeof Viewer>
