import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../lib/api/queries.ts'
import type { AppRouter } from './router.tsx'

/**
 * What to do when the server says that nobody is signed in: forget what the tab knows and go to the sign-in page,
 * which leads back here. On pages that need no account nothing happens.
 */
export function createLeave(router: AppRouter, client: QueryClient): () => void {
  return () => {
    const { pathname, href } = router.state.location
    const inside = router.state.matches.some((match) => match.routeId === '/signed-in')
    client.removeQueries({ queryKey: keys.me })
    if (!inside) return
    void router.navigate({ to: '/sign-in', search: pathname === '/' ? {} : { next: href }, replace: true })
  }
}
