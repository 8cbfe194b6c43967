import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { request } from '../../lib/api/request.ts'

/** Signs out here or everywhere; afterwards this tab knows nothing of the person any more. */
export function useSignOut(route: 'DELETE /session' | 'DELETE /sessions') {
  const client = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: () => request(route),
    onSuccess: async () => {
      await router.navigate({ to: '/sign-in' })
      client.clear()
      sessionStorage.clear()
    },
  })
}
