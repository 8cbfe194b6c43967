import type { Tx } from './client.ts'
import type { Row } from './schema.ts'
import { rightNow } from './seconds.ts'

export type NamedStep = Row<'step'> & { owner_name: string }

const named = (tx: Tx) =>
  tx
    .selectFrom('step')
    .innerJoin('person', 'person.id', 'step.owner_id')
    .selectAll('step')
    .select('person.name as owner_name')

/** As they were agreed, without the deleted ones. */
export function listSteps(tx: Tx, reviewId: string): Promise<NamedStep[]> {
  return named(tx)
    .where('review_id', '=', reviewId)
    .where('deleted_at', 'is', null)
    .orderBy('step.created_at')
    .orderBy('step.id')
    .execute()
}

/** Also a deleted one. */
export function findStep(tx: Tx, reviewId: string, stepId: string): Promise<NamedStep | undefined> {
  return named(tx).where('step.id', '=', stepId).where('review_id', '=', reviewId).executeTakeFirst()
}

/** False when the id is taken already. */
export async function addStep(
  tx: Tx,
  reviewId: string,
  values: { id: string; ownerId: string; text: string; dueOn: string | null },
): Promise<boolean> {
  const added = await tx
    .insertInto('step')
    .values({
      id: values.id,
      review_id: reviewId,
      owner_id: values.ownerId,
      text: values.text,
      due_on: values.dueOn,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** False when the step is deleted or no longer at `baseVersion`. Done twice is done once: the first time stays. */
export async function changeStep(
  tx: Tx,
  stepId: string,
  baseVersion: number,
  changes: { text?: string | undefined; dueOn?: string | null | undefined; done?: boolean | undefined },
): Promise<boolean> {
  const { text, dueOn, done } = changes
  const changed = await tx
    .updateTable('step')
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(text !== undefined && { text }),
      ...(dueOn !== undefined && { due_on: dueOn }),
      ...(done === false && { done_at: null }),
    }))
    .$if(done === true, (query) => query.set((eb) => ({ done_at: eb.fn.coalesce('done_at', rightNow()) })))
    .where('id', '=', stepId)
    .where('version', '=', baseVersion)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

export async function deleteStep(tx: Tx, stepId: string): Promise<void> {
  await tx.updateTable('step').set({ deleted_at: rightNow() }).where('id', '=', stepId).execute()
}
