import type { ChangeReview } from '@cuepoint/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'

/** What is done to a review as a whole goes one after the other: it must not be sent before the last change of it has arrived. */
export const inTurn = (reviewId: string): { id: string } => ({ id: `review ${reviewId}` })

export function useReviewChange(reviewId: string) {
  const client = useQueryClient()
  return useMutation({
    scope: inTurn(reviewId),
    mutationFn: (body: ChangeReview) => request('PATCH /reviews/:reviewId', { params: { reviewId }, body }),
    onSuccess: (changed) => client.setQueryData(keys.review(reviewId), changed),
  })
}
