import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { discussionQuery, reviewQuery } from '../../lib/api/queries.ts'
import { signedInRoute } from './signed-in-route.tsx'

export const reviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/reviews/$reviewId',
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(reviewQuery(params.reviewId)),
  component: lazyRouteComponent(() => import('../review-place.tsx'), 'ReviewPlace'),
})

export const talkRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/reviews/$reviewId/talk',
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(discussionQuery(params.reviewId)),
  component: lazyRouteComponent(() => import('../talk-place.tsx'), 'TalkPlace'),
})
