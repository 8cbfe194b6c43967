import type { ChangePrompt, NewPrompt, Prompt, PromptOrder, Review } from '@cuepoint/contracts'
import {
  addPrompt,
  changePrompt,
  changeReview,
  findPrompt,
  findReview,
  listPrompts,
  orderPrompts,
  type PromptValues,
  type Row,
  setPromptDeleted,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, type Moment, momentFault } from '@cuepoint/domain'
import { presentReview } from '../http/present-review.ts'
import { promptShape } from '../http/prompt-shape.ts'
import { getLockedDraft } from './locked-draft.ts'

/** A lesson of an hour has a question every half minute then: more than anyone answers. */
const mostPrompts = 100

/**
 * Adds a prompt at the end. The same id again gives the prompt that is there, `made` false. Throws not-found,
 * wrong-state, too-many, range-backwards, past-end-of-clip, and bad-request when the id is another review's.
 */
export async function newPrompt(
  tx: Tx,
  reviewId: string,
  { id, ...values }: NewPrompt,
): Promise<{ prompt: Prompt; made: boolean }> {
  await getLockedDraft(tx, reviewId)
  const known = await findPrompt(tx, reviewId, id)
  if (known) return { prompt: promptShape(known), made: false }
  await refuseOneMore(tx, reviewId)
  await refuseFaultyMoment(tx, reviewId, values)
  const row = await addPrompt(tx, reviewId, id, values)
  if (!row) throw new CuepointError('bad-request', { at: '/id' })
  await changeReview(tx, reviewId)
  return { prompt: promptShape(row), made: true }
}

/**
 * Changes what is given. Throws not-found, wrong-state, range-backwards, past-end-of-clip, and version-conflict with
 * `details.current` when the prompt was changed elsewhere meanwhile.
 */
export async function editPrompt(
  tx: Tx,
  reviewId: string,
  promptId: string,
  { baseVersion, ...changes }: ChangePrompt,
): Promise<Prompt> {
  await getLockedDraft(tx, reviewId)
  const row = await getPrompt(tx, reviewId, promptId)
  const before = valuesOf(row)
  const after = merged(before, changes)
  if (row.version !== baseVersion) {
    // The same save again, because its answer was lost on the way: nothing to tell anyone.
    if (row.version === baseVersion + 1 && sameValues(before, after)) return promptShape(row)
    throw new CuepointError('version-conflict', { current: promptShape(row) })
  }
  await refuseFaultyMoment(tx, reviewId, after)
  const changed = await changePrompt(tx, promptId, baseVersion, after)
  if (!changed) throw new CuepointError('not-found')
  await changeReview(tx, reviewId)
  return promptShape(changed)
}

/** Deleting it twice is deleting it once. Throws not-found, wrong-state. */
export async function deletePrompt(tx: Tx, reviewId: string, promptId: string): Promise<void> {
  await getLockedDraft(tx, reviewId)
  const row = await findPrompt(tx, reviewId, promptId)
  if (!row) throw new CuepointError('not-found')
  if (row.deleted_at !== null) return
  await setPromptDeleted(tx, promptId, true)
  await changeReview(tx, reviewId)
}

/** Takes the deletion back; the prompt comes back where it was. Throws not-found, wrong-state, too-many. */
export async function restorePrompt(tx: Tx, reviewId: string, promptId: string): Promise<Prompt> {
  await getLockedDraft(tx, reviewId)
  const row = await findPrompt(tx, reviewId, promptId)
  if (!row) throw new CuepointError('not-found')
  if (row.deleted_at !== null) {
    await refuseOneMore(tx, reviewId)
    await setPromptDeleted(tx, promptId, false)
    await changeReview(tx, reviewId)
  }
  return promptShape(row)
}

/**
 * Puts all prompts in a new order. Throws not-found, wrong-state, and version-conflict with the ids there are in
 * `details.current` when the list was made from others.
 */
export async function reorderPrompts(
  tx: Tx,
  coachId: string,
  reviewId: string,
  { promptIds }: PromptOrder,
): Promise<Review> {
  await getLockedDraft(tx, reviewId)
  const current = (await listPrompts(tx, reviewId)).map((prompt) => prompt.id)
  if (current.length !== promptIds.length || current.some((id) => !promptIds.includes(id))) {
    throw new CuepointError('version-conflict', { current: { promptIds: current } })
  }
  await orderPrompts(tx, promptIds)
  await changeReview(tx, reviewId)
  return await presentReview(tx, reviewId, coachId)
}

async function getPrompt(tx: Tx, reviewId: string, promptId: string): Promise<Row<'prompt'>> {
  const row = await findPrompt(tx, reviewId, promptId)
  if (!row || row.deleted_at !== null) throw new CuepointError('not-found')
  return row
}

async function refuseOneMore(tx: Tx, reviewId: string): Promise<void> {
  const prompts = await listPrompts(tx, reviewId)
  if (prompts.length >= mostPrompts) throw new CuepointError('too-many', { limit: mostPrompts })
}

async function refuseFaultyMoment(tx: Tx, reviewId: string, { atMs, endMs }: Moment): Promise<void> {
  const durationMs = (await findReview(tx, reviewId))?.duration_ms ?? null
  const fault = momentFault({ atMs, endMs }, durationMs)
  if (fault) throw new CuepointError(fault, { durationMs })
}

const valuesOf = (row: Row<'prompt'>): PromptValues => ({
  atMs: row.at_ms,
  endMs: row.end_ms,
  kind: row.kind,
  text: row.text,
  required: row.required,
})

const merged = (before: PromptValues, changes: Omit<ChangePrompt, 'baseVersion'>): PromptValues => ({
  atMs: changes.atMs ?? before.atMs,
  endMs: changes.endMs === undefined ? before.endMs : changes.endMs,
  kind: changes.kind ?? before.kind,
  text: changes.text ?? before.text,
  required: changes.required ?? before.required,
})

const sameValues = (one: PromptValues, other: PromptValues): boolean =>
  one.atMs === other.atMs &&
  one.endMs === other.endMs &&
  one.kind === other.kind &&
  one.text === other.text &&
  one.required === other.required
