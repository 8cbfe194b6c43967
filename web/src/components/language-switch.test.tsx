import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { deviceLanguage } from '../lib/device-language.ts'
import { renderPage } from '../testing/render-page.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { ProblemMessage } from './problem-message.tsx'

test('another language is on the page, on its root and remembered by the device', async () => {
  const onChange = vi.fn<(language: string) => void>()
  const { user } = await renderPage(
    <>
      <LanguageSwitch onChange={onChange} />
      <ProblemMessage error={new Error('anything')} />
    </>,
  )
  expect(document.documentElement.lang).toBe('en')
  await user.selectOptions(screen.getByLabelText('Language'), 'ไทย')

  expect(await screen.findByText('ฝั่งเรามีบางอย่างผิดพลาด')).toBeTruthy()
  expect(document.documentElement.lang).toBe('th')
  expect(onChange).toHaveBeenCalledWith('th')
  expect(deviceLanguage()).toBe('th')
})
