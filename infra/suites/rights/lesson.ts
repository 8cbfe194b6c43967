import { randomBytes, randomUUID } from 'node:crypto'
import type { CuepointDatabase, Row } from '@cuepoint/db'
import type { ClipState, ReviewState } from '@cuepoint/domain'
import { aClip, aDraft, aGrant, anAnswer, aPrompt, aReview, aStep } from '@cuepoint/testing'
import type { ActorName, Cast } from './cast.ts'
import { oneTransaction } from './one-transaction.ts'

/** Whose the asked-for object is, in the order of the table's columns. */
export const relations = ['own', 'granted', 'foreign', 'unknown'] as const
export type Relation = (typeof relations)[number]

/** What goes into a path or a body, by the name it has there. */
export type Ids = Readonly<Record<string, string>>

/** A clip with everything that can hang on one, and who may read which of its words. */
export type Lesson = {
  ids: Ids
  ownerId: string
  coachId: string
  /** Of the note. */
  authorId: string
  clip: Row<'clip'>
  /** Its coach's grant was taken back. */
  revoked: boolean
  /** Words and ids that must not come out but to those who may read them. */
  words: readonly { text: string; readers: ReadonlySet<string> }[]
}

export type LessonWish = { clip?: ClipState | undefined; review?: ReviewState | undefined }

/**
 * A fresh lesson that stands in this relation to the actor. `own`: hers, coached by someone else. `granted`: the owner's,
 * shared with the actor where she is one of the coaches (taken back again from the revoked one), else with the granted
 * coach. `foreign`: of people with whom no actor has to do.
 */
export async function makeLesson(
  database: CuepointDatabase,
  cast: Cast,
  actor: ActorName,
  relation: Exclude<Relation, 'unknown'>,
  { clip: clipState = 'ready', review: state = 'answering' }: LessonWish = {},
): Promise<Lesson> {
  const actorId = actor === 'anonymous' ? cast.foreigner.id : cast.actors[actor].id
  const revoked = relation === 'granted' && actor === 'coach-revoked'
  const coachName = revoked ? 'coach-revoked' : 'coach-granted'
  const ownerId = { own: actorId, granted: cast.actors.owner.id, foreign: cast.foreigner.id }[relation]
  const coachId = relation === 'granted' ? cast.actors[coachName].id : cast.helper.id
  const pimId = cast.otherParticipant.id
  const authorId =
    relation === 'granted' && actor.startsWith('coach') && actorId === coachId ? coachId : ownerId
  const programId =
    relation === 'own' && actor === 'other-program' ? cast.programs.elsewhere : cast.programs.here
  const mark = randomBytes(5).toString('hex')

  return await oneTransaction(database, async (owner, tx) => {
    const clip = await aClip(owner, {
      programId,
      ownerId,
      state: clipState,
      title: `clip~${mark}`,
      note: `clip~${mark}`,
    })
    // Its files name the clip in every row, and so does the work on it, which is nobody's to read.
    if (clip.media_id !== null)
      await tx
        .insertInto('clip_part')
        .values({ clip_id: clip.id, media_id: clip.media_id, part: 0, from_ms: 0, to_ms: 1_000 })
        .execute()
    const receiver =
      relation === 'granted' ? { partnershipId: cast.partnerships[coachName] } : { personId: coachId }
    const taken = revoked ? { revoked_at: clip.created_at } : {}
    const grant = await aGrant(owner, clip, receiver, 'coach', taken)
    await aGrant(owner, clip, { personId: pimId }, 'view')

    const review = await aReview(owner, clip, {
      coachId,
      state,
      participantIds: [ownerId, pimId],
      summary: `talk~${mark}`,
    })
    const [first, second, third] = [
      await aPrompt(owner, review.id, { position: 0, kind: 'strength', text: `prompt~${mark}` }),
      await aPrompt(owner, review.id, { position: 1, text: `prompt~${mark}` }),
      await aPrompt(owner, review.id, { position: 2, text: `prompt~${mark}` }),
    ]
    if (state !== 'draft') {
      await aDraft(owner, first.id, ownerId, { text: `draft~${mark}` })
      await aDraft(owner, second.id, pimId, { text: `others-draft~${mark}` })
      await anAnswer(owner, third.id, ownerId, { text: `answer~${mark}` })
      await anAnswer(owner, third.id, pimId, { text: `others-answer~${mark}` })
    }
    const step =
      state === 'draft' ? undefined : await aStep(owner, review.id, ownerId, { text: `talk~${mark}` })
    const note = await tx
      .insertInto('note')
      .values({ clip_id: clip.id, author_id: authorId, at_ms: 1_000, text: `clip~${mark}` })
      .returning('id')
      .executeTakeFirstOrThrow()
    const notice = await tx
      .insertInto('notification')
      .values({ person_id: ownerId, kind: 'clip-ready', clip_id: clip.id, fact: `clip-ready:${clip.id}:1` })
      .returning('id')
      .executeTakeFirstOrThrow()

    const coach = revoked ? [] : [coachId]
    const sent = state === 'draft' ? [] : [ownerId, pimId]
    const clipReaders = [ownerId, pimId, ...coach]
    const reviewReaders = [...coach, ...sent]
    const words: [string, string[]][] = [
      [clip.id, clipReaders],
      [`clip~${mark}`, clipReaders],
      [review.id, reviewReaders],
      [`prompt~${mark}`, reviewReaders],
      [`talk~${mark}`, reviewReaders],
      [`draft~${mark}`, [ownerId]],
      [`others-draft~${mark}`, [pimId]],
      [`answer~${mark}`, [ownerId, ...coach]],
      [`others-answer~${mark}`, [pimId, ...coach]],
    ]
    return {
      ids: {
        clipId: clip.id,
        mediaId: clip.media_id ?? 'none',
        '*': '240p/main.m3u8',
        grantId: grant.id,
        noteId: note.id,
        noticeId: notice.id,
        reviewId: review.id,
        promptId: first.id,
        secondPromptId: second.id,
        thirdPromptId: third.id,
        stepId: step?.id ?? randomUUID(),
        ownerId,
        colleagueId: cast.colleague.id,
      },
      ownerId,
      coachId,
      authorId,
      clip,
      revoked,
      words: words.map(([text, readers]) => ({ text, readers: new Set(readers) })),
    }
  })
}
