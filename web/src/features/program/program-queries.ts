import { queryOptions } from '@tanstack/react-query'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'

export const membersQuery = (programId: string) =>
  queryOptions({
    queryKey: keys.program(programId, 'members'),
    queryFn: async ({ signal }) =>
      (await request('GET /programs/:programId/members', { params: { programId }, signal })).items,
  })

export const invitationsQuery = (programId: string) =>
  queryOptions({
    queryKey: keys.program(programId, 'invitations'),
    queryFn: async ({ signal }) =>
      (await request('GET /programs/:programId/invitations', { params: { programId }, signal })).items,
  })
