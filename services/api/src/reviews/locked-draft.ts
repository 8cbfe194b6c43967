import type { Row, Tx } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import { getLockedReview } from '../http/locked-review.ts'

/** A review that may still be edited, held until the transaction ends. Throws not-found, wrong-state. */
export async function getLockedDraft(tx: Tx, reviewId: string): Promise<Row<'review'>> {
  const review = await getLockedReview(tx, reviewId)
  if (review.state !== 'draft') throw new CuepointError('wrong-state', { state: review.state })
  return review
}
