import type { NewRow, Row } from '@cuepoint/db'
import type { OwnerDatabase } from './people.ts'

/** Saved on her device and nobody else's to see. */
export function aDraft(
  owner: OwnerDatabase,
  promptId: string,
  personId: string,
  values: Partial<NewRow<'answer_draft'>> = {},
): Promise<Row<'answer_draft'>> {
  return owner.asRole((tx) =>
    tx
      .insertInto('answer_draft')
      .values({
        prompt_id: promptId,
        person_id: personId,
        way: 'text',
        text: 'I was not sure yet.',
        ...values,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}

/** Submitted. */
export function anAnswer(
  owner: OwnerDatabase,
  promptId: string,
  personId: string,
  values: Partial<NewRow<'answer'>> = {},
): Promise<Row<'answer'>> {
  return owner.asRole(async (tx) => {
    const answer = await tx
      .insertInto('answer')
      .values({ prompt_id: promptId, person_id: personId, way: 'text', text: 'I waited for her.', ...values })
      .returningAll()
      .executeTakeFirstOrThrow()
    const { version, way, text } = answer
    await tx
      .insertInto('answer_version')
      .values({ prompt_id: promptId, person_id: personId, version, way, text })
      .execute()
    return answer
  })
}
