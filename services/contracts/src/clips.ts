import { clipStates, failReasons, grantLevels, rejectReasons } from '@cuepoint/domain'
import { PersonRef } from './people.ts'
import { IdShape, Instant, Milliseconds, Nullable, OneOf, Shape, type Static, Text, Type } from './schema.ts'

/** `id`: made by the device, so that asking twice makes one. */
export const NewClip = Shape({
  id: Type.Optional(IdShape),
  programId: IdShape,
  title: Text(200, 1),
  note: Text(4000),
})
export type NewClip = Static<typeof NewClip>
export const ChangeClip = Shape({ title: Type.Optional(Text(200, 1)), note: Type.Optional(Text(4000)) })
export type ChangeClip = Static<typeof ChangeClip>

export const Rendition = Shape({
  name: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  bandwidth: Type.Integer(),
})

/** The sound a playlist carries: made even and clear for listening, or as it was filmed. */
export const soundChoices = ['levelled', 'original'] as const
export type SoundChoice = (typeof soundChoices)[number]

/**
 * Where the player finds a ready clip. All addresses are of this origin and ask for the session each time. While
 * a clip is not complete, more renditions join: another playlist then takes the place of this one, which goes on
 * being served to whoever has it open.
 */
export const ClipMedia = Shape({
  playlistUrl: Type.String(),
  posterUrl: Type.String(),
  durationMs: Milliseconds,
  width: Type.Integer(),
  height: Type.Integer(),
  framesPerSecond: Type.Number(),
  hasAudio: Type.Boolean(),
  renditions: Type.Array(Rendition),
  /** A playlist of the sound alone, for the thinnest lines; null where there is none. */
  listenUrl: Nullable(Type.String()),
  /** WebVTT whose cues name pieces of picture sheets (`sheet.jpg#xywh=x,y,w,h`); null until it is made. */
  storyboardUrl: Nullable(Type.String()),
  /** Peaks of the sound, in the binary data format 2 of audiowaveform, 8 bit; null until they are made. */
  peaksUrl: Nullable(Type.String()),
  /** In the playlist's own order, the first being its default; empty where there is no sound. */
  sounds: Type.Array(OneOf(soundChoices)),
  /** False while more renditions are being made. */
  complete: Type.Boolean(),
  /** The first rendition is not whole yet: about `progressPercent` of the lesson is there. What is not yet there is waited for. */
  partly: Type.Boolean(),
  /** The file breaks off or has holes: what was good of it is shown. */
  damaged: Type.Boolean(),
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
  /** 0 to 100 of the work at hand: until it can be watched, until all of it can, until it is complete. */
  progressPercent: Type.Integer({ minimum: 0, maximum: 100 }),
  /** How long the work at hand will take from here; null where that is not known. */
  remainingMs: Nullable(Milliseconds),
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
