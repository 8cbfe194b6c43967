import type { ReviewState } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import type { Named } from './reviews-repository.ts'

/** A review in which a person is the coach or takes part, with what decides whose turn it is. */
export type HomeReview = {
  id: string
  clip_id: string
  clip_title: string
  owner_id: string
  owner_name: string
  media_id: string | null
  poster: string | null
  coach_id: string
  coach_name: string
  state: ReviewState
  state_since: Date
  due_on: string | null
  created_at: Date
  sent_at: Date | null
  discussion_at: Date | null
  prompts: number
  participants: HomeParticipant[]
}

export type HomeParticipant = Named & {
  /** Required prompts without a submitted answer of hers; 0 once answers are over. Counts what the reader may see. */
  missing: number
  /** Whether she has submitted anything. */
  submitted: boolean
}

/** In any state but deleted, those of clips on their way out left out. Sight of the clip is the caller's to judge. */
export async function listHomeReviews(tx: Tx, readerId: string): Promise<HomeReview[]> {
  const reviews = await tx
    .selectFrom('review')
    .innerJoin('clip', 'clip.id', 'review.clip_id')
    .innerJoin('person as owner', 'owner.id', 'clip.owner_id')
    .innerJoin('person as coach', 'coach.id', 'review.coach_id')
    .select((eb) => [
      'review.id',
      'review.clip_id',
      'clip.title as clip_title',
      'clip.owner_id',
      'owner.name as owner_name',
      'clip.media_id',
      sql<string | null>`clip.media ->> 'poster'`.as('poster'),
      'review.coach_id',
      'coach.name as coach_name',
      'review.state',
      'review.state_since',
      'review.due_on',
      'review.created_at',
      'review.sent_at',
      'review.discussion_at',
      eb
        .selectFrom('prompt')
        .select(sql<number>`count(*)::int`.as('prompts'))
        .whereRef('prompt.review_id', '=', 'review.id')
        .where('prompt.deleted_at', 'is', null)
        .$asScalar()
        .$notNull()
        .as('prompts'),
    ])
    .where('review.deleted_at', 'is', null)
    .where('clip.state', 'not in', ['deleting', 'gone'])
    .where((eb) =>
      eb.or([
        eb('review.coach_id', '=', readerId),
        eb.and([
          eb('review.state', '<>', 'draft'),
          eb(
            'review.id',
            'in',
            eb.selectFrom('review_participant').select('review_id').where('person_id', '=', readerId),
          ),
        ]),
      ]),
    )
    .orderBy('review.created_at')
    .orderBy('review.id')
    .execute()
  const participants = await listHomeParticipants(
    tx,
    reviews.map((review) => review.id),
  )
  return reviews.map((review) => ({ ...review, participants: participants.get(review.id) ?? [] }))
}

async function listHomeParticipants(
  tx: Tx,
  reviewIds: readonly string[],
): Promise<Map<string, HomeParticipant[]>> {
  if (reviewIds.length === 0) return new Map()
  const { rows } = await sql<HomeParticipant & { review_id: string }>`
    select part.review_id, person.id, person.name,
      case when review.state in ('sent', 'answering') then (
        select count(*)::int from prompt
        where prompt.review_id = part.review_id and prompt.required and prompt.deleted_at is null
          and not exists (
            select from answer where answer.prompt_id = prompt.id and answer.person_id = part.person_id
              and (answer.way = 'talk' or btrim(answer.text) <> ''))
      ) else 0 end as missing,
      case when review.state in ('sent', 'answering') then exists (
        select from answer join prompt on prompt.id = answer.prompt_id
        where prompt.review_id = part.review_id and answer.person_id = part.person_id
      ) else false end as submitted
    from review_participant part
    join review on review.id = part.review_id
    join person on person.id = part.person_id
    where part.review_id = any (${[...reviewIds]}::uuid[])
    order by person.name, person.id`.execute(tx)
  const byReview = new Map<string, HomeParticipant[]>()
  for (const { review_id, ...participant } of rows)
    byReview.set(review_id, [...(byReview.get(review_id) ?? []), participant])
  return byReview
}

/** Something she said she would do, and has not done yet. */
export type OpenStep = {
  text: string
  due_on: string | null
  created_at: Date
  review_id: string
  /** Null once the review behind it is out of her sight; the step stays hers. */
  clip_id: string | null
  coach_id: string | null
  coach_name: string | null
  owner_id: string | null
  owner_name: string | null
  clip_title: string | null
}

export function listOpenSteps(tx: Tx, ownerId: string): Promise<OpenStep[]> {
  return tx
    .selectFrom('step')
    .leftJoin('review', 'review.id', 'step.review_id')
    .leftJoin('clip', 'clip.id', 'review.clip_id')
    .leftJoin('person as coach', 'coach.id', 'review.coach_id')
    .leftJoin('person as owner', 'owner.id', 'clip.owner_id')
    .select([
      'step.text',
      'step.due_on',
      'step.created_at',
      'step.review_id',
      'clip.id as clip_id',
      'clip.title as clip_title',
      'coach.id as coach_id',
      'coach.name as coach_name',
      'owner.id as owner_id',
      'owner.name as owner_name',
    ])
    .where('step.owner_id', '=', ownerId)
    .where('step.done_at', 'is', null)
    .where('step.deleted_at', 'is', null)
    .orderBy('step.created_at')
    .execute()
}

/** Someone whom a person coaches, or studies with as a peer, in a partnership that goes on. */
export type CoachedTeacher = Named & { partnership_id: string; since: Date }

/** One entry for each teacher, by the oldest of the partnerships they share. */
export async function listCoachedTeachers(tx: Tx, coachId: string): Promise<CoachedTeacher[]> {
  const teachers = await tx
    .selectFrom('partnership')
    .innerJoin('partnership_member as mine', (join) =>
      join
        .onRef('mine.partnership_id', '=', 'partnership.id')
        .on('mine.person_id', '=', coachId)
        .on('mine.side', 'in', ['coach', 'peer']),
    )
    .innerJoin('partnership_member as theirs', (join) =>
      join
        .onRef('theirs.partnership_id', '=', 'partnership.id')
        .on('theirs.person_id', '<>', coachId)
        .on('theirs.side', 'in', ['teacher', 'peer']),
    )
    .innerJoin('person', 'person.id', 'theirs.person_id')
    .innerJoin('member', (join) =>
      join
        .onRef('member.person_id', '=', 'theirs.person_id')
        .onRef('member.program_id', '=', 'partnership.program_id')
        .on('member.left_at', 'is', null),
    )
    .select([
      'person.id',
      'person.name',
      'partnership.id as partnership_id',
      'partnership.created_at as since',
    ])
    .where('partnership.ended_at', 'is', null)
    .orderBy('partnership.created_at')
    .orderBy('partnership.id')
    .execute()
  return [...Map.groupBy(teachers, (teacher) => teacher.id).values()].flatMap((all) => all.slice(0, 1))
}

/** Which of her clips someone may see now. */
export async function listSharedOwnClips(tx: Tx, ownerId: string): Promise<Set<string>> {
  const clips = await tx
    .selectFrom('clip_grant as given')
    .innerJoin('clip', 'clip.id', 'given.clip_id')
    .leftJoin('partnership', 'partnership.id', 'given.partnership_id')
    .select('given.clip_id')
    .distinct()
    .where('clip.owner_id', '=', ownerId)
    .where('given.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('given.expires_at', 'is', null), eb('given.expires_at', '>', sql<Date>`now()`)]))
    .where('partnership.ended_at', 'is', null)
    .execute()
  return new Set(clips.map((clip) => clip.clip_id))
}

export async function countUnread(tx: Tx, personId: string): Promise<number> {
  const { unread } = await tx
    .selectFrom('notification')
    .select(sql<number>`count(*)::int`.as('unread'))
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return unread
}
