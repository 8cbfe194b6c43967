import { createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { OpenFrame } from '../open-frame.tsx'
import { rootRoute } from './root-route.tsx'

/** Only a path of this origin: a link must not be able to lead elsewhere after signing in. */
const localPath = (value: unknown) =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined

/** Pages that need no account. */
export const openRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'open',
  component: () => (
    <OpenFrame>
      <Outlet />
    </OpenFrame>
  ),
})

export const signInRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = localPath(search.next)
    return next === undefined ? {} : { next }
  },
  component: lazyRouteComponent(() => import('../../features/session/sign-in-page.tsx'), 'SignInPage'),
})

const resetRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/reset',
  component: lazyRouteComponent(() => import('../../features/session/reset-page.tsx'), 'ResetPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../../features/session/invitation-page.tsx'), 'InvitationPage'),
})

export const openRoutes = openRoute.addChildren([signInRoute, resetRoute, invitationRoute])
