import { createRouter } from '@tanstack/react-router'
import { BrokenPage } from './broken-page.tsx'
import { clipRoute, clipsRoute, recordRoute, sendClipRoute } from './routes/clip-routes.tsx'
import { homeRoute } from './routes/home-route.tsx'
import { openRoutes } from './routes/open-routes.tsx'
import { programRoute } from './routes/program-route.tsx'
import { reviewRoute, talkRoute } from './routes/review-routes.tsx'
import { type RouterContext, rootRoute } from './routes/root-route.tsx'
import { settingsRoute } from './routes/settings-route.tsx'
import { signedInRoute } from './routes/signed-in-route.tsx'

const routeTree = rootRoute.addChildren([
  openRoutes,
  signedInRoute.addChildren([
    homeRoute,
    clipsRoute,
    sendClipRoute,
    recordRoute,
    clipRoute,
    programRoute,
    reviewRoute,
    talkRoute,
    settingsRoute,
  ]),
])

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    // In the place of the page alone: the frame and its ways out stay.
    defaultErrorComponent: ({ error }) => <BrokenPage error={error} />,
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}
