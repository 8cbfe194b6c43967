import { PersonRef } from './people.ts'
import { Answer, Prompt, TurnShape } from './reviews.ts'
import { Day, IdShape, Instant, Nullable, Shape, type Static, Text, Type, Version } from './schema.ts'

export const Step = Shape({
  id: IdShape,
  owner: PersonRef,
  text: Type.String(),
  dueOn: Nullable(Day),
  doneAt: Nullable(Instant),
  version: Version,
})
export type Step = Static<typeof Step>
export const NewStep = Shape({ id: IdShape, ownerId: IdShape, text: Text(1000, 1), dueOn: Nullable(Day) })
export type NewStep = Static<typeof NewStep>
export const ChangeStep = Shape({
  text: Type.Optional(Text(1000, 1)),
  dueOn: Type.Optional(Nullable(Day)),
  done: Type.Optional(Type.Boolean()),
  baseVersion: Version,
})
export type ChangeStep = Static<typeof ChangeStep>

export const Discussion = Shape({
  reviewId: IdShape,
  clipId: IdShape,
  coach: PersonRef,
  participants: Type.Array(PersonRef),
  state: Type.Enum(['not-scheduled', 'scheduled', 'open', 'closed']),
  turn: TurnShape,
  scheduledAt: Nullable(Instant),
  openedAt: Nullable(Instant),
  openedBy: Nullable(PersonRef),
  /** Opened before every required prompt was answered: recorded as what it is. */
  openedEarly: Type.Boolean(),
  closedAt: Nullable(Instant),
  /** Prompts in order with the submitted answers this reader may see. */
  agenda: Type.Array(Shape({ prompt: Prompt, answers: Type.Array(Answer) })),
  missing: Type.Array(Shape({ person: PersonRef, promptIds: Type.Array(IdShape) })),
  summary: Type.String(),
  summaryVersion: Version,
  steps: Type.Array(Step),
})
export type Discussion = Static<typeof Discussion>

export const ScheduleDiscussion = Shape({ scheduledAt: Nullable(Instant) })
export type ScheduleDiscussion = Static<typeof ScheduleDiscussion>
export const SaveSummary = Shape({ summary: Text(20_000), baseVersion: Version })
export type SaveSummary = Static<typeof SaveSummary>
