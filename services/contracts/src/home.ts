import { notificationKinds } from '@cuepoint/domain'
import { ClipSummary } from './clips.ts'
import { PersonRef } from './people.ts'
import { ReviewSummary, TurnShape } from './reviews.ts'
import { Day, IdShape, Instant, Nullable, OneOf, Shape, type Static, Type } from './schema.ts'

/** One thing that waits for the reader, oldest first. */
export const WaitingItem = Shape({
  kind: Type.Enum([
    'answer-review',
    'finish-draft-review',
    'start-review',
    'plan-discussion',
    'hold-discussion',
    'close-discussion',
    'send-file',
    'send-other-file',
    'retry-clip',
    'share-clip',
    'do-step',
  ]),
  since: Instant,
  dueOn: Nullable(Day),
  /** The person at the other end, where there is one. */
  person: Nullable(PersonRef),
  clipId: Nullable(IdShape),
  clipTitle: Nullable(Type.String()),
  reviewId: Nullable(IdShape),
  stepText: Nullable(Type.String()),
})
export type WaitingItem = Static<typeof WaitingItem>

/** One row for every teacher a coach works with. */
export const TeacherRow = Shape({
  partnershipId: IdShape,
  teacher: PersonRef,
  turn: TurnShape,
  since: Instant,
  /** What is going on: the word the row shows. */
  doing: Type.Enum([
    'nothing-yet',
    'clip-on-its-way',
    'clip-to-review',
    'review-draft',
    'answering',
    'ready-to-talk',
    'talk-planned',
    'talking',
    'next-clip',
  ]),
  clipId: Nullable(IdShape),
  reviewId: Nullable(IdShape),
  discussionAt: Nullable(Instant),
})
export type TeacherRow = Static<typeof TeacherRow>

export const Home = Shape({
  waiting: Type.Array(WaitingItem),
  /** What the reader waits for: others' turns. */
  others: Type.Array(ReviewSummary),
  teachers: Type.Array(TeacherRow),
  myClips: Type.Array(ClipSummary),
  sharedClips: Type.Array(ClipSummary),
  unreadNotices: Type.Integer(),
})
export type Home = Static<typeof Home>

export const Notice = Shape({
  id: IdShape,
  kind: OneOf(notificationKinds),
  person: Nullable(PersonRef),
  clipId: Nullable(IdShape),
  reviewId: Nullable(IdShape),
  createdAt: Instant,
  readAt: Nullable(Instant),
})
export type Notice = Static<typeof Notice>

/** What the events stream says (`event: change`): what to fetch again, never what changed. */
export const ChangeEvent = Shape({
  noun: Type.Enum(['clip', 'review', 'discussion', 'note', 'notice']),
  id: IdShape,
  /** For a clip that is being worked on: only how far that is has changed. */
  progressPercent: Type.Optional(Type.Integer()),
  remainingMs: Type.Optional(Type.Integer()),
})
export type ChangeEvent = Static<typeof ChangeEvent>

export const PartHealth = Shape({
  name: Type.String(),
  ok: Type.Boolean(),
  detail: Type.Optional(Type.String()),
})
export const Health = Shape({ ok: Type.Boolean(), version: Type.String(), parts: Type.Array(PartHealth) })
export type Health = Static<typeof Health>
