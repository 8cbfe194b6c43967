import type { Moment, PromptKind } from '@cuepoint/domain'
import type { Tx } from './client.ts'
import type { Row } from './schema.ts'
import { rightNow } from './seconds.ts'

export type PromptValues = Moment & { kind: PromptKind; text: string; required: boolean }

/** In their order, without the deleted ones. */
export function listPrompts(tx: Tx, reviewId: string): Promise<Row<'prompt'>[]> {
  return tx
    .selectFrom('prompt')
    .selectAll()
    .where('review_id', '=', reviewId)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Also a deleted one. */
export function findPrompt(tx: Tx, reviewId: string, promptId: string): Promise<Row<'prompt'> | undefined> {
  return tx
    .selectFrom('prompt')
    .selectAll()
    .where('id', '=', promptId)
    .where('review_id', '=', reviewId)
    .executeTakeFirst()
}

/** At the end of the list. Undefined when the id is taken already. */
export function addPrompt(
  tx: Tx,
  reviewId: string,
  promptId: string,
  values: PromptValues,
): Promise<Row<'prompt'> | undefined> {
  return tx
    .insertInto('prompt')
    .values((eb) => ({
      id: promptId,
      review_id: reviewId,
      position: eb
        .selectFrom('prompt as other')
        .select((q) => q(q.fn.coalesce(q.fn.max('other.position'), q.lit(-1)), '+', 1).as('position'))
        .where('other.review_id', '=', reviewId),
      at_ms: values.atMs,
      end_ms: values.endMs,
      kind: values.kind,
      text: values.text,
      required: values.required,
    }))
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Undefined when the prompt is deleted or no longer at `baseVersion`. */
export function changePrompt(
  tx: Tx,
  promptId: string,
  baseVersion: number,
  values: PromptValues,
): Promise<Row<'prompt'> | undefined> {
  return tx
    .updateTable('prompt')
    .set((eb) => ({
      at_ms: values.atMs,
      end_ms: values.endMs,
      kind: values.kind,
      text: values.text,
      required: values.required,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', promptId)
    .where('version', '=', baseVersion)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

export async function setPromptDeleted(tx: Tx, promptId: string, deleted: boolean): Promise<void> {
  await tx
    .updateTable('prompt')
    .set({ deleted_at: deleted ? rightNow() : null })
    .where('id', '=', promptId)
    .execute()
}

/** Puts the prompts in the order of the ids. */
export async function orderPrompts(tx: Tx, promptIds: readonly string[]): Promise<void> {
  for (const [position, id] of promptIds.entries()) {
    await tx.updateTable('prompt').set({ position }).where('id', '=', id).execute()
  }
}
