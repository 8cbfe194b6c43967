import { type AnswerContent, saysSomething } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import type { Row } from './schema.ts'
import { rightNow } from './seconds.ts'

export type AnswerPlace = { promptId: string; personId: string }

/** Of one person in one review, for prompts that are there. */
export function listDrafts(tx: Tx, reviewId: string, personId: string): Promise<Row<'answer_draft'>[]> {
  return tx
    .selectFrom('answer_draft')
    .innerJoin('prompt', 'prompt.id', 'answer_draft.prompt_id')
    .selectAll('answer_draft')
    .where('prompt.review_id', '=', reviewId)
    .where('prompt.deleted_at', 'is', null)
    .where('answer_draft.person_id', '=', personId)
    .execute()
}

export function findDraft(
  tx: Tx,
  { promptId, personId }: AnswerPlace,
): Promise<Row<'answer_draft'> | undefined> {
  return tx
    .selectFrom('answer_draft')
    .selectAll()
    .where('prompt_id', '=', promptId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
}

/** The draft as saved, or undefined when another save came first: then nothing of it is changed. */
export async function saveDraft(
  tx: Tx,
  { promptId, personId }: AnswerPlace,
  { way, text }: AnswerContent,
  baseVersion: number,
): Promise<Row<'answer_draft'> | undefined> {
  const saved =
    baseVersion === 0
      ? await tx
          .insertInto('answer_draft')
          .values({ prompt_id: promptId, person_id: personId, way, text })
          .onConflict((conflict) => conflict.doNothing())
          .returningAll()
          .executeTakeFirst()
      : await tx
          .updateTable('answer_draft')
          .set((eb) => ({ way, text, version: eb('version', '+', 1), updated_at: rightNow() }))
          .where('prompt_id', '=', promptId)
          .where('person_id', '=', personId)
          .where('version', '=', baseVersion)
          .returningAll()
          .executeTakeFirst()
  if (saved)
    await tx
      .insertInto('answer_draft_version')
      .values({ prompt_id: promptId, person_id: personId, version: saved.version, way, text })
      .execute()
  return saved
}

/** Keeps the words of a save that came too late, once, however often the device tries. */
export async function keepLostDraft(
  tx: Tx,
  { promptId, personId }: AnswerPlace,
  { way, text }: AnswerContent,
  baseVersion: number,
): Promise<void> {
  const version = baseVersion + 1
  await sql`
    insert into answer_draft_version (prompt_id, person_id, version, way, text, lost)
    select ${promptId}::uuid, ${personId}::uuid, ${version}::int, ${way}, ${text}, true
    where not exists (
      select from answer_draft_version known
      where known.prompt_id = ${promptId}::uuid and known.person_id = ${personId}::uuid and known.lost
        and known.version = ${version}::int and known.way = ${way} and known.text = ${text}
    )
  `.execute(tx)
}

export type NamedAnswer = Row<'answer'> & { person_name: string }

/** Submitted answers of one review in the order of the prompts: all, or those of one person. */
export function listAnswers(
  tx: Tx,
  reviewId: string,
  { personId }: { personId?: string } = {},
): Promise<NamedAnswer[]> {
  return tx
    .selectFrom('answer')
    .innerJoin('prompt', 'prompt.id', 'answer.prompt_id')
    .innerJoin('person', 'person.id', 'answer.person_id')
    .selectAll('answer')
    .select('person.name as person_name')
    .where('prompt.review_id', '=', reviewId)
    .where('prompt.deleted_at', 'is', null)
    .$if(personId !== undefined, (query) => query.where('answer.person_id', '=', personId ?? ''))
    .orderBy('prompt.position')
    .orderBy('person.name')
    .orderBy('person.id')
    .execute()
}

/** Submits what a draft says; a blank one is kept as ''. True when that changed something. */
export async function submitAnswer(
  tx: Tx,
  { promptId, personId }: AnswerPlace,
  draft: AnswerContent,
): Promise<boolean> {
  const { way, text } = saysSomething(draft) ? draft : { way: draft.way, text: '' }
  const known = await tx
    .selectFrom('answer')
    .select(['way', 'text'])
    .where('prompt_id', '=', promptId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (known ? known.way === way && known.text === text : !saysSomething({ way, text })) return false
  const { version } = await tx
    .insertInto('answer')
    .values({ prompt_id: promptId, person_id: personId, way, text })
    .onConflict((conflict) =>
      conflict.columns(['prompt_id', 'person_id']).doUpdateSet((eb) => ({
        way,
        text,
        version: eb('answer.version', '+', 1),
        submitted_at: rightNow(),
      })),
    )
    .returning('version')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('answer_version')
    .values({ prompt_id: promptId, person_id: personId, version, way, text })
    .execute()
  return true
}

export type AnsweredPrompt = {
  prompt_id: string
  person_id: string
  says_something: boolean
  submitted_at: Date
}

/** Who has submitted an answer to which prompt, of everyone and without the words: what the gate is made of. */
export async function listAnswered(tx: Tx, reviewId: string): Promise<AnsweredPrompt[]> {
  const { rows } = await sql<AnsweredPrompt>`select * from app.answers_in(${reviewId}::uuid)`.execute(tx)
  return rows
}
