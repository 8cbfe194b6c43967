import { queryOptions } from '@tanstack/react-query'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'

/** What a file may be. It changes only when the program's machine is set up anew. */
export const limitsQuery = queryOptions({
  queryKey: keys.uploadLimits,
  queryFn: ({ signal }) => request('GET /upload-limits', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})
