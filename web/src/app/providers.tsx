import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { i18n as I18n } from 'i18next'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { UndoProvider } from '../components/undo-bar.tsx'
import { mantineVariables, theme } from './theme.ts'

export function Providers({
  i18n,
  queryClient,
  children,
}: {
  i18n: I18n
  queryClient: QueryClient
  children: ReactNode
}) {
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <MantineProvider theme={theme} cssVariablesResolver={mantineVariables} defaultColorScheme="auto">
          <UndoProvider>{children}</UndoProvider>
        </MantineProvider>
      </QueryClientProvider>
    </I18nextProvider>
  )
}
