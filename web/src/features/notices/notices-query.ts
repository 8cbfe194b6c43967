import { queryOptions } from '@tanstack/react-query'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'

export const noticesQuery = queryOptions({
  queryKey: keys.notices,
  queryFn: async ({ signal }) => (await request('GET /notices', { signal })).items,
  staleTime: 60_000,
})
