import '../styles/mantine.css'
import '../styles/mantine-tuning.css'
import '../styles/fonts.css'
import '../styles/tokens.css'
import '../styles/ground.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadCatalogs } from '../catalogs/load.ts'
import { watchForLinkToken } from '../features/session/link-token.ts'
import { createQueryClient } from '../lib/api/query-client.ts'
import { startLanguage } from '../lib/language.ts'
import { applyScheme } from '../lib/scheme.ts'
import { Providers } from './providers.tsx'
import { createAppRouter } from './router.tsx'
import { createLeave } from './signed-out.ts'

async function start(root: HTMLElement) {
  watchForLinkToken()
  applyScheme()
  const i18n = await startLanguage(loadCatalogs)
  const queryClient = createQueryClient({ onSignedOut: () => leave() })
  const router = createAppRouter({ queryClient, i18n })
  const leave = createLeave(router, queryClient)
  createRoot(root).render(
    <StrictMode>
      <Providers i18n={i18n} queryClient={queryClient}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) void start(root)
