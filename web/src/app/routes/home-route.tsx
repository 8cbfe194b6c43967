import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { homeQuery } from '../../lib/api/queries.ts'
import { signedInRoute } from './signed-in-route.tsx'

export const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  // Not awaited: the page stands with its skeletons while this is on the way.
  loader: ({ context }) => void context.queryClient.prefetchQuery(homeQuery),
  component: lazyRouteComponent(() => import('../../features/home/home-page.tsx'), 'HomePage'),
})
