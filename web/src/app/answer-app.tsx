import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { loadAnswerCatalogs } from '../catalogs/load-answer.ts'
import { AnswerPage } from '../features/answers/answer-page.tsx'
import { LazyClipPlayer } from '../features/player/lazy-clip-player.tsx'
import { keys } from '../lib/api/queries.ts'
import { createQueryClient } from '../lib/api/query-client.ts'
import { deviceLanguage } from '../lib/device-language.ts'
import { startLanguage } from '../lib/language.ts'
import { applyScheme } from '../lib/scheme.ts'
import type { Early } from './answer.ts'
import { AnswerFrame } from './answer-frame.tsx'

/** The answering page: no router, no component library, the player as a chunk of its own. */
export async function startAnswerApp(root: HTMLElement, early: Early): Promise<void> {
  applyScheme()
  // A page she writes on never leaves by itself: who is signed out is told, and her words stay where they are.
  const queryClient = createQueryClient({ onSignedOut: () => undefined })
  const [review, me] = await Promise.all([early.review, early.me])
  // Hers, where the account has said so; the device's guess is already here in any case.
  const i18n = await startLanguage(loadAnswerCatalogs, me?.language ?? deviceLanguage())
  if (review) queryClient.setQueryData(keys.review(review.id), review)
  if (me) queryClient.setQueryData(keys.me, me)
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <AnswerFrame>
            <AnswerPage reviewId={early.reviewId} Player={LazyClipPlayer} />
          </AnswerFrame>
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>,
  )
}
