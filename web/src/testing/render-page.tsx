import type { Language } from '@cuepoint/domain'
import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { i18n as I18n } from 'i18next'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { vi } from 'vitest'
import { loadCatalogs } from '../catalogs/load.ts'
import { UndoProvider } from '../components/undo-bar.tsx'
import { createQueryClient } from '../lib/api/query-client.ts'
import { startLanguage } from '../lib/language.ts'
import { answerCall, type FakeRoutes } from './fake-api.ts'

/** Shows something the way a page would, in front of an API that answers what the test says. */
export async function renderPage(
  children: ReactNode,
  {
    language = 'en',
    routes = {},
    answer: ownAnswer,
  }: {
    language?: Language
    routes?: FakeRoutes
    /** Given where what is fetched are files rather than answers of the API. */
    answer?: (address: string) => Promise<Response>
  } = {},
) {
  const calls: string[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    if (ownAnswer) return await ownAnswer(address)
    const method = init.method ?? 'GET'
    calls.push(`${method} ${address}`)
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const answer = answerCall(routes, { method, path: address, body })
    const text = answer.body === undefined ? null : JSON.stringify(answer.body)
    return new Response(text, { status: answer.status })
  })
  const i18n = await startLanguage(loadCatalogs, language)
  const queryClient = createQueryClient({ onSignedOut: () => undefined })
  const user = userEvent.setup()
  render(wrapped(children, i18n, queryClient))
  return { user, i18n, queryClient, calls }
}

const wrapped = (children: ReactNode, i18n: I18n, queryClient: QueryClient) => (
  <I18nextProvider i18n={i18n}>
    <QueryClientProvider client={queryClient}>
      <MantineProvider env="test">
        <UndoProvider>{children}</UndoProvider>
      </MantineProvider>
    </QueryClientProvider>
  </I18nextProvider>
)
