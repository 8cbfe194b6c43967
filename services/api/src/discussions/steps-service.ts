import type { ChangeStep, NewStep, Step } from '@cuepoint/contracts'
import {
  addStep,
  changeStep,
  deleteStep,
  findStep,
  listSteps,
  listTalkers,
  type NamedStep,
  type Tx,
} from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import { getLockedReview } from '../http/locked-review.ts'
import { stepShape } from './present-discussion.ts'

const mostSteps = 50

/**
 * Agrees a step for someone in the talk. The same id again gives the step that is there, `made` false. Throws
 * not-found, wrong-state, too-many, and bad-request when the owner is not in the talk or the id is another review's.
 */
export async function newStep(
  tx: Tx,
  reviewId: string,
  values: NewStep,
): Promise<{ step: Step; made: boolean }> {
  const { state } = await getLockedReview(tx, reviewId)
  if (state === 'draft') throw new CuepointError('not-found')
  const known = await findStep(tx, reviewId, values.id)
  if (known) return { step: stepShape(known), made: false }
  if (state === 'closed') throw new CuepointError('wrong-state', { state })
  const talkers = await listTalkers(tx, reviewId)
  if (!talkers.some((person) => person.id === values.ownerId))
    throw new CuepointError('bad-request', { at: '/ownerId' })
  if ((await listSteps(tx, reviewId)).length >= mostSteps)
    throw new CuepointError('too-many', { limit: mostSteps })
  if (!(await addStep(tx, reviewId, values))) throw new CuepointError('bad-request', { at: '/id' })
  return { step: stepShape(await getStep(tx, reviewId, values.id)), made: true }
}

/** Steps go on after the talk: that is what they are for. Throws not-found, and version-conflict with `details.current`. */
export async function editStep(
  tx: Tx,
  reviewId: string,
  stepId: string,
  { baseVersion, ...changes }: ChangeStep,
): Promise<Step> {
  await getStep(tx, reviewId, stepId)
  const changed = await changeStep(tx, stepId, baseVersion, changes)
  const step = await getStep(tx, reviewId, stepId)
  if (changed || (step.version === baseVersion + 1 && says(step, changes))) return stepShape(step)
  throw new CuepointError('version-conflict', { current: stepShape(step) })
}

/** Throws not-found. */
export async function removeStep(tx: Tx, reviewId: string, stepId: string): Promise<void> {
  await getStep(tx, reviewId, stepId)
  await deleteStep(tx, stepId)
}

async function getStep(tx: Tx, reviewId: string, stepId: string): Promise<NamedStep> {
  const step = await findStep(tx, reviewId, stepId)
  if (!step || step.deleted_at !== null) throw new CuepointError('not-found')
  return step
}

/** The same save again, because its answer was lost on the way. */
const says = (step: NamedStep, { text, dueOn, done }: Omit<ChangeStep, 'baseVersion'>): boolean =>
  (text === undefined || step.text === text) &&
  (dueOn === undefined || step.due_on === dueOn) &&
  (done === undefined || (step.done_at !== null) === done)
