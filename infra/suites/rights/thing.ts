import { randomUUID } from 'node:crypto'
import type { ActorName } from './cast.ts'
import { type Ids, type Lesson, makeLesson, type Relation } from './lesson.ts'
import { makeOffice, type Office } from './office.ts'
import type { Question } from './requests.ts'
import type { Stage } from './stage.ts'

/** What a request is about: a lesson, a program's office, or nothing that is there. */
export type Thing = { lesson: Lesson } | { office: Office } | undefined

/** What an unknown id looks like: any name, never the same twice, and nowhere in the database. */
const unknownIds: Ids = new Proxy(
  {},
  { get: (_target, name) => (name === '*' ? 'any.m4s' : name === 'part' ? '1' : randomUUID()) },
)

export const idsOf = (thing: Thing): Ids =>
  thing === undefined ? unknownIds : 'lesson' in thing ? thing.lesson.ids : thing.office.ids

const isOffice = (route: string) => route.includes('/programs') || route === 'POST /api/clips'

export async function makeThing(
  stage: Stage,
  route: string,
  question: Question,
  actor: ActorName,
  relation: Relation,
): Promise<Thing> {
  if (relation === 'unknown') return undefined
  const { owner, cast } = stage
  if (isOffice(route)) return { office: await makeOffice(owner, cast, actor, relation) }
  const lesson = await makeLesson(owner, cast, actor, relation, question)
  if (question.stored) await stage.store(lesson)
  if (!question.upload) return { lesson }
  const uploadId = await stage.upload(lesson)
  return { lesson: { ...lesson, ids: { ...lesson.ids, uploadId, part: '1' } } }
}

/** What lists could let slip: for each of these people her own, the one granted to her, and a foreign one, sent and not. */
export async function standingLessons(
  { owner, cast }: Stage,
  actors: readonly ActorName[],
): Promise<Lesson[]> {
  const lessons: Lesson[] = []
  for (const actor of actors) {
    for (const relation of ['own', 'granted', 'foreign'] as const)
      for (const review of ['answering', 'draft'] as const)
        lessons.push(await makeLesson(owner, cast, actor, relation, { review }))
  }
  return lessons
}

/** Who may ask this of this thing. */
export function rightful({ cast }: Stage, thing: NonNullable<Thing>, { by = 'owner' }: Question): string {
  if ('lesson' in thing) {
    const { ownerId, coachId, authorId } = thing.lesson
    return by === 'coach' ? coachId : by === 'author' ? authorId : ownerId
  }
  const lead = cast.leadOf.get(thing.office.programId)
  return by === 'lead' && lead ? lead.id : thing.office.teacherId
}

/** For whom a thing is made that several are refused: what is refused changes nothing, so they can ask about the same. */
export function sharedBy(actor: ActorName, relation: Relation): ActorName {
  if (relation === 'own') return actor === 'anonymous' ? 'owner' : actor
  // A bystander's granted lesson is the one that the granted coach holds.
  return relation === 'granted' && actor === 'coach-revoked' ? 'coach-revoked' : 'other-teacher'
}
