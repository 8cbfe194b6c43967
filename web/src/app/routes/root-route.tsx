import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import type { i18n as I18n } from 'i18next'
import { LostState } from '../../components/lost-state.tsx'
import { BrokenPage } from '../broken-page.tsx'
import { OpenFrame } from '../open-frame.tsx'

export type RouterContext = { queryClient: QueryClient; i18n: I18n }

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: () => (
    <OpenFrame>
      <LostState />
    </OpenFrame>
  ),
  errorComponent: ({ error }) => (
    <OpenFrame>
      <BrokenPage error={error} />
    </OpenFrame>
  ),
})
