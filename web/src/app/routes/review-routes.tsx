import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { reviewQuery } from '../../lib/api/queries.ts'
import { signedInRoute } from './signed-in-route.tsx'

export const reviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/reviews/$reviewId',
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(reviewQuery(params.reviewId)),
  component: lazyRouteComponent(() => import('../review-place.tsx'), 'ReviewPlace'),
})
