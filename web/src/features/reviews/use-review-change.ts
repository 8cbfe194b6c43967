import type { ChangeReview } from '@cuepoint/contracts'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'

/** What is done to a review as a whole goes one after the other: it must not be sent before the last change of it has arrived. */
export const inTurn = (reviewId: string): { id: string } => ({ id: `review ${reviewId}` })

const keyOf = (reviewId: string, what: keyof ChangeReview) => ['review-change', reviewId, what] as const

/** Changes one thing of it: each by itself, so that it is known which of them did not arrive. */
export function useReviewChange<What extends keyof ChangeReview>(reviewId: string, what: What) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: keyOf(reviewId, what),
    scope: inTurn(reviewId),
    mutationFn: (body: Pick<ChangeReview, What>) =>
      request('PATCH /reviews/:reviewId', { params: { reviewId }, body }),
    onSuccess: (changed) => client.setQueryData(keys.review(reviewId), changed),
  })
}

/** What she changed last and did not arrive: the review must not go without it. */
export const lostChanges = (client: QueryClient, reviewId: string): ChangeReview[] =>
  (['participantIds', 'dueOn'] as const).flatMap((what) => {
    const last = client
      .getMutationCache()
      .findAll({ mutationKey: keyOf(reviewId, what) })
      .at(-1)
    return last?.state.status === 'error' ? [last.state.variables as ChangeReview] : []
  })
