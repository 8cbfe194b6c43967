import '../styles/fonts.css'
import '../styles/tokens.css'
import '../styles/ground.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { loadCatalogs } from '../catalogs/load.ts'
import { AppFrame, BrandMark, brandClass } from '../components/app-frame.tsx'
import { SkeletonBar, SkeletonGroup } from '../components/skeletons.tsx'
import { UndoProvider } from '../components/undo-bar.tsx'
import { createQueryClient } from '../lib/api/query-client.ts'
import { startLanguage } from '../lib/language.ts'
import { applyScheme } from '../lib/scheme.ts'

/** The lean entry for `/answer/:reviewId`: no router, no component library, the player as a chunk of its own. */
async function start(root: HTMLElement) {
  applyScheme()
  const i18n = await startLanguage(loadCatalogs)
  const queryClient = createQueryClient({
    onSignedOut: () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`),
  })
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <UndoProvider>
            <AppFrame
              brand={
                <a href="/" className={brandClass}>
                  <BrandMark />
                </a>
              }
            >
              <SkeletonGroup>
                <SkeletonBar height="12rem" />
                <SkeletonBar width="70%" height="1.5rem" />
                <SkeletonBar height="8rem" />
              </SkeletonGroup>
            </AppFrame>
          </UndoProvider>
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) void start(root)
