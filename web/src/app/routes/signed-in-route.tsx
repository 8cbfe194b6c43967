import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createRoute, Outlet, redirect, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LostState } from '../../components/lost-state.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { meQuery } from '../../lib/api/queries.ts'
import { listenForChanges } from '../../lib/events.ts'
import { switchLanguage } from '../../lib/language.ts'
import { ReaderProvider } from '../../lib/reader.tsx'
import { SendingsProvider } from '../../lib/sending/sendings-context.tsx'
import { SignedInFrame } from '../signed-in-frame.tsx'
import { rootRoute } from './root-route.tsx'

/** Everything that needs a session: pages below this one may count on `meQuery` being there. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queryClient.ensureQueryData(meQuery)
      await switchLanguage(context.i18n, me.language)
    } catch (error) {
      if (!isProblem(error, 'not-signed-in')) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
  },
  component: SignedIn,
  notFoundComponent: LostState,
})

function SignedIn() {
  const { data: me } = useQuery(meQuery)
  const { i18n } = useTranslation()
  const client = useQueryClient()
  useEffect(() => listenForChanges(client), [client])
  const language = me?.language
  useEffect(() => {
    if (language) void switchLanguage(i18n, language)
  }, [i18n, language])
  useFocusOnNewPage()
  return (
    <ReaderProvider timeZone={me?.timeZone}>
      <SendingsProvider>
        <SignedInFrame>
          <Outlet />
        </SignedInFrame>
      </SendingsProvider>
    </ReaderProvider>
  )
}

/** After a link inside the app the focus goes where the new page begins, as a loaded page would do. */
function useFocusOnNewPage() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (before.current !== undefined && before.current !== path) {
      document.getElementById('content')?.focus({ preventScroll: true })
    }
    before.current = path
  }, [path])
}
