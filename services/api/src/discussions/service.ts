import type { Discussion, SaveSummary, ScheduleDiscussion } from '@cuepoint/contracts'
import {
  listTalkers,
  moveReview,
  openDiscussion,
  type Row,
  readGate,
  recordFact,
  saveSummary,
  scheduleDiscussion,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, instantFrom, type NotificationKind } from '@cuepoint/domain'
import { getLockedReview } from '../http/locked-review.ts'
import { presentDiscussion } from './present-discussion.ts'

/** A review that has a talk, held until the transaction ends. Throws not-found. */
async function getLockedTalk(tx: Tx, reviewId: string): Promise<Row<'review'>> {
  const review = await getLockedReview(tx, reviewId)
  if (review.state === 'draft') throw new CuepointError('not-found')
  return review
}

function refuseClosed({ state }: Row<'review'>): void {
  if (state === 'closed') throw new CuepointError('wrong-state', { state })
}

/** Tells everyone in the talk but her who did it. */
async function tellOthers(
  tx: Tx,
  review: Row<'review'>,
  actorId: string,
  kind: NotificationKind,
  fact: string,
): Promise<void> {
  for (const { id } of await listTalkers(tx, review.id)) {
    if (id === actorId) continue
    await recordFact(tx, { personId: id, kind, clipId: review.clip_id, reviewId: review.id, fact })
  }
}

/**
 * Sets, moves or clears the time. The other side hears of each distinct time once. Throws not-found, wrong-state,
 * and bad-request for a time that no clock shows.
 */
export async function planDiscussion(
  tx: Tx,
  actorId: string,
  reviewId: string,
  { scheduledAt }: ScheduleDiscussion,
): Promise<Discussion> {
  const review = await getLockedTalk(tx, reviewId)
  refuseClosed(review)
  const at = scheduledAt === null ? null : readTime(scheduledAt)
  const changed = await scheduleDiscussion(tx, reviewId, at)
  if (changed && at) {
    await tellOthers(
      tx,
      review,
      actorId,
      'discussion-scheduled',
      `discussion-scheduled:${reviewId}:${at.toISOString()}`,
    )
  }
  return await presentDiscussion(tx, reviewId, actorId)
}

/** A leap second has the form of a time and is none here. */
function readTime(text: string): Date {
  try {
    return instantFrom(text)
  } catch (cause) {
    throw new CuepointError('bad-request', { at: '/scheduledAt' }, { cause })
  }
}

/**
 * Opens the talk, which ends the answering; early is recorded as early. Opening what is open changes nothing.
 * Throws not-found, wrong-state.
 */
export async function beginDiscussion(tx: Tx, actorId: string, reviewId: string): Promise<Discussion> {
  const review = await getLockedTalk(tx, reviewId)
  refuseClosed(review)
  const { open } = await readGate(tx, reviewId)
  if (await openDiscussion(tx, reviewId, { openedBy: actorId, early: !open })) {
    await tellOthers(tx, review, actorId, 'review-discussed', `review-discussed:${reviewId}`)
  }
  return await presentDiscussion(tx, reviewId, actorId)
}

/** Throws not-found, wrong-state, and version-conflict with the summary there is in `details.current`. */
export async function writeSummary(
  tx: Tx,
  actorId: string,
  reviewId: string,
  { summary, baseVersion }: SaveSummary,
): Promise<Discussion> {
  const review = await getLockedTalk(tx, reviewId)
  refuseClosed(review)
  const unchanged = review.summary === summary
  if (!unchanged && !(await saveSummary(tx, reviewId, summary, baseVersion))) {
    throw new CuepointError('version-conflict', {
      current: { summary: review.summary, version: review.summary_version },
    })
  }
  return await presentDiscussion(tx, reviewId, actorId)
}

/** Ends the talk and with it the review; closing what is closed changes nothing. Throws not-found, wrong-state. */
export async function closeDiscussion(tx: Tx, actorId: string, reviewId: string): Promise<Discussion> {
  const review = await getLockedTalk(tx, reviewId)
  if (review.state !== 'closed') {
    if (!(await moveReview(tx, reviewId, 'closed')))
      throw new CuepointError('wrong-state', { state: review.state })
    await tellOthers(tx, review, actorId, 'review-closed', `review-closed:${reviewId}`)
  }
  return await presentDiscussion(tx, reviewId, actorId)
}
