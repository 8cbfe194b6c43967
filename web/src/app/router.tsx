import { createRouter } from '@tanstack/react-router'
import { homeRoute } from './routes/home-route.tsx'
import { openRoutes } from './routes/open-routes.tsx'
import { type RouterContext, rootRoute } from './routes/root-route.tsx'
import { signedInRoute } from './routes/signed-in-route.tsx'

const routeTree = rootRoute.addChildren([openRoutes, signedInRoute.addChildren([homeRoute])])

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
  interface StaticDataRouteOption {
    /** A page with a clip on it: the frame leaves the navigation out on a phone. */
    roomForClip?: boolean
  }
}
