import type { Discussion } from '@cuepoint/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../../lib/api/queries.ts'

/** One change to a talk: what comes back is shown, and what hangs on it is fetched again. */
export function useDiscussionChange<Input>(reviewId: string, change: (input: Input) => Promise<Discussion>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (discussion) => {
      client.setQueryData(keys.discussion(reviewId), discussion)
      void client.invalidateQueries({ queryKey: keys.review(reviewId) })
      void client.invalidateQueries({ queryKey: keys.home })
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.discussion(reviewId) }),
  })
}
