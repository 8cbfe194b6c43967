import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { clipQuery, clipReviewsQuery, clipsQuery } from '../../lib/api/queries.ts'
import { signedInRoute } from './signed-in-route.tsx'

export const clipsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/clips',
  loader: ({ context }) => void context.queryClient.prefetchQuery(clipsQuery),
  component: lazyRouteComponent(() => import('../../features/clips/clips-page.tsx'), 'ClipsPage'),
})

export const sendClipRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/clips/new',
  component: lazyRouteComponent(() => import('../../features/clips/send-page.tsx'), 'SendPage'),
})

export const recordRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/clips/record',
  component: lazyRouteComponent(() => import('../../features/record/record-page.tsx'), 'RecordPage'),
})

export const clipRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/clips/$clipId',
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(clipQuery(params.clipId))
    void context.queryClient.prefetchQuery(clipReviewsQuery(params.clipId))
  },
  component: lazyRouteComponent(() => import('../clip-place.tsx'), 'ClipPlace'),
})
