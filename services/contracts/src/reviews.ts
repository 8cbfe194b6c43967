import { answerWays, promptKinds, reviewStates } from '@cuepoint/domain'
import { PersonRef } from './people.ts'
import {
  Day,
  IdShape,
  Instant,
  Milliseconds,
  Nullable,
  OneOf,
  Shape,
  type Static,
  Text,
  Type,
  Version,
} from './schema.ts'

export const NewReview = Shape({ clipId: IdShape })
export type NewReview = Static<typeof NewReview>

export const ChangeReview = Shape({
  dueOn: Type.Optional(Nullable(Day)),
  participantIds: Type.Optional(Type.Array(IdShape, { maxItems: 40, uniqueItems: true })),
})
export type ChangeReview = Static<typeof ChangeReview>

/** `strengthFirstWaived`: the coach has seen that the review does not start with a strength and sends it so. */
export const SendReview = Shape({ strengthFirstWaived: Type.Boolean() })
export type SendReview = Static<typeof SendReview>

export const NewPrompt = Shape({
  /** Made by the client, so that an autosave repeated on a bad line makes one prompt. */
  id: IdShape,
  atMs: Milliseconds,
  endMs: Nullable(Milliseconds),
  kind: OneOf(promptKinds),
  text: Text(2000),
  required: Type.Boolean(),
})
export type NewPrompt = Static<typeof NewPrompt>
export const ChangePrompt = Shape({
  atMs: Type.Optional(Milliseconds),
  endMs: Type.Optional(Nullable(Milliseconds)),
  kind: Type.Optional(OneOf(promptKinds)),
  text: Type.Optional(Text(2000)),
  required: Type.Optional(Type.Boolean()),
  baseVersion: Version,
})
export type ChangePrompt = Static<typeof ChangePrompt>
/** Every prompt of the review, in the new order. */
export const PromptOrder = Shape({ promptIds: Type.Array(IdShape, { maxItems: 100, uniqueItems: true }) })
export type PromptOrder = Static<typeof PromptOrder>

export const AnswerContentShape = { way: OneOf(answerWays), text: Text(10_000) }

/** Hers alone until she submits. */
export const AnswerDraft = Shape({ ...AnswerContentShape, version: Version, updatedAt: Instant })
export type AnswerDraft = Static<typeof AnswerDraft>
/** `baseVersion` 0 for the first save; a save on an older version is refused with `details.current`. */
export const SaveAnswerDraft = Shape({ ...AnswerContentShape, baseVersion: Version })
export type SaveAnswerDraft = Static<typeof SaveAnswerDraft>

export const Answer = Shape({
  promptId: IdShape,
  person: PersonRef,
  ...AnswerContentShape,
  version: Version,
  submittedAt: Instant,
})
export type Answer = Static<typeof Answer>

export const Prompt = Shape({
  id: IdShape,
  atMs: Milliseconds,
  endMs: Nullable(Milliseconds),
  kind: OneOf(promptKinds),
  text: Type.String(),
  required: Type.Boolean(),
  version: Version,
})
export type Prompt = Static<typeof Prompt>

export const Participant = Shape({
  person: PersonRef,
  /** Required prompts she has answered and submitted, of how many. */
  answeredRequired: Type.Integer(),
  required: Type.Integer(),
  lastSubmittedAt: Nullable(Instant),
})
export type Participant = Static<typeof Participant>

export const TurnShape = Type.Enum(['coach', 'teacher', 'both', 'nobody'])

export const Review = Shape({
  id: IdShape,
  clipId: IdShape,
  clipTitle: Type.String(),
  coach: PersonRef,
  /** What the reader is here. */
  iAm: Type.Enum(['coach', 'participant', 'owner']),
  state: OneOf(reviewStates),
  stateSince: Instant,
  turn: TurnShape,
  dueOn: Nullable(Day),
  participants: Type.Array(Participant),
  prompts: Type.Array(Prompt),
  /** Submitted answers this reader may see: the coach all, a participant her own. */
  answers: Type.Array(Answer),
  /** The reader's own drafts, by prompt. They stay when they are submitted: the next change goes on from them. */
  drafts: Type.Array(Shape({ promptId: IdShape, draft: AnswerDraft })),
  gateOpen: Type.Boolean(),
  discussionAt: Nullable(Instant),
  sentAt: Nullable(Instant),
  version: Version,
})
export type Review = Static<typeof Review>

export const ReviewSummary = Shape({
  id: IdShape,
  clipId: IdShape,
  clipTitle: Type.String(),
  posterUrl: Nullable(Type.String()),
  coach: PersonRef,
  participants: Type.Array(PersonRef),
  state: OneOf(reviewStates),
  stateSince: Instant,
  turn: TurnShape,
  dueOn: Nullable(Day),
  prompts: Type.Integer(),
})
export type ReviewSummary = Static<typeof ReviewSummary>

export const SubmitAnswers = Shape({
  /** The draft versions she saw, so that a draft changed on another device is not sent unseen. */
  drafts: Type.Array(Shape({ promptId: IdShape, version: Version }), { maxItems: 100 }),
})
export type SubmitAnswers = Static<typeof SubmitAnswers>
