import {
  type ClipFacts,
  effectiveLevel,
  type GrantLevel,
  levelAtLeast,
  type NoteFacts,
  type ProgramFacts,
  type ReviewFacts,
  type StepFacts,
} from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'

// What the application's own rules need to know. Nothing here asks the functions that the row-level policies use:
// each line of defence must hold with the other one taken away.

export async function findProgramFacts(
  tx: Tx,
  actorId: string,
  programId: string,
): Promise<ProgramFacts | undefined> {
  const member = await tx
    .selectFrom('member')
    .select('roles')
    .where('program_id', '=', programId)
    .where('person_id', '=', actorId)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  return member && { noun: 'program', roles: member.roles }
}

/** A clip that is being deleted is still its owner's to see; to everyone else it is not there. */
export async function findClipFacts(tx: Tx, actorId: string, clipId: string): Promise<ClipFacts | undefined> {
  const rows = await tx
    .selectFrom('clip')
    .leftJoin('clip_grant as given', (join) =>
      join
        .onRef('given.clip_id', '=', 'clip.id')
        .on('given.revoked_at', 'is', null)
        .on((eb) =>
          eb.or([eb('given.expires_at', 'is', null), eb('given.expires_at', '>', sql<Date>`now()`)]),
        )
        .on('clip.state', 'not in', ['deleting', 'gone']),
    )
    .leftJoin('partnership', (join) =>
      join.onRef('partnership.id', '=', 'given.partnership_id').on('partnership.ended_at', 'is', null),
    )
    .leftJoin('partnership_member as mine', (join) =>
      join.onRef('mine.partnership_id', '=', 'partnership.id').on('mine.person_id', '=', actorId),
    )
    .leftJoin('member', (join) =>
      join
        .on((eb) => eb('member.program_id', '=', eb.fn.coalesce('partnership.program_id', 'clip.program_id')))
        .on('member.person_id', '=', actorId)
        .on('member.left_at', 'is', null),
    )
    .select(['clip.owner_id', 'given.level', 'given.person_id as given_to', 'mine.side', 'member.roles'])
    .where('clip.id', '=', clipId)
    .where('clip.state', '<>', 'gone')
    .execute()
  const first = rows[0]
  if (!first) return undefined
  let best: GrantLevel | undefined
  for (const { level, given_to, side, roles } of rows) {
    // Who has left the program sees nothing of it, whatever she was given.
    if (level === null || roles === null) continue
    const receiver = side !== null ? { side } : given_to === actorId ? { roles } : undefined
    const effective = receiver && effectiveLevel(level, receiver)
    if (effective !== undefined && !(best !== undefined && levelAtLeast(best, effective))) best = effective
  }
  return { noun: 'clip', ownerId: first.owner_id, level: best }
}

/** Also of a deleted draft, so that its coach can take the deletion back: services leave out what is deleted. */
export async function findReviewFacts(
  tx: Tx,
  actorId: string,
  reviewId: string,
): Promise<ReviewFacts | undefined> {
  const review = await tx
    .selectFrom('review')
    .select(['state', 'coach_id', 'clip_id'])
    .where('id', '=', reviewId)
    .executeTakeFirst()
  const clip = review && (await findClipFacts(tx, actorId, review.clip_id))
  if (!clip) return undefined
  const participants = await tx
    .selectFrom('review_participant')
    .select('person_id')
    .where('review_id', '=', reviewId)
    .execute()
  return {
    noun: 'review',
    state: review.state,
    coachId: review.coach_id,
    participantIds: participants.map((each) => each.person_id),
    clip,
  }
}

/** A deleted note is there for its author alone, who can take the deletion back. */
export async function findNoteFacts(tx: Tx, actorId: string, noteId: string): Promise<NoteFacts | undefined> {
  const note = await tx
    .selectFrom('note')
    .select(['author_id', 'clip_id', 'deleted_at'])
    .where('id', '=', noteId)
    .executeTakeFirst()
  if (!note || (note.deleted_at !== null && note.author_id !== actorId)) return undefined
  const clip = await findClipFacts(tx, actorId, note.clip_id)
  return clip && { noun: 'note', authorId: note.author_id, clip }
}

export async function findStepFacts(tx: Tx, actorId: string, stepId: string): Promise<StepFacts | undefined> {
  const step = await tx
    .selectFrom('step')
    .select(['owner_id', 'review_id'])
    .where('id', '=', stepId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!step) return undefined
  const review = await findReviewFacts(tx, actorId, step.review_id)
  return { noun: 'step', ownerId: step.owner_id, review: review ?? outOfSight }
}

/** The review of a step that stays hers after the clip behind it was taken back: no rule finds a relation in it. */
const outOfSight: ReviewFacts = {
  noun: 'review',
  state: 'draft',
  coachId: '',
  participantIds: [],
  clip: { noun: 'clip', ownerId: '', level: undefined },
}
