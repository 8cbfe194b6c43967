import { lockReview, type Row, type Tx } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'

/** The review, held until the transaction ends. Throws not-found when it is not there or deleted. */
export async function getLockedReview(tx: Tx, reviewId: string): Promise<Row<'review'>> {
  const review = await lockReview(tx, reviewId)
  if (!review || review.deleted_at !== null) throw new CuepointError('not-found')
  return review
}
