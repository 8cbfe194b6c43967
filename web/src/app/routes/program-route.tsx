import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type ProgramPart, partOf } from '../../features/program/program-parts.ts'
import { signedInRoute } from './signed-in-route.tsx'

export const programRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/program/$programId',
  validateSearch: (search: Record<string, unknown>): { part?: ProgramPart } =>
    search.part === undefined ? {} : { part: partOf(search.part) },
  component: lazyRouteComponent(() => import('../program-place.tsx'), 'ProgramPlace'),
})
