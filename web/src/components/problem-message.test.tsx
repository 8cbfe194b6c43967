import { errorCodes, languages } from '@cuepoint/domain'
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ApiProblem, lineCodes } from '../lib/api/problem.ts'
import { renderPage } from '../testing/render-page.tsx'
import { ProblemMessage } from './problem-message.tsx'

test.each(languages)('every reason has a sentence and a next step in %s', async (language) => {
  await renderPage(
    <>
      {[...errorCodes, ...lineCodes].map((code) => (
        <ProblemMessage key={code} error={new ApiProblem(code)} />
      ))}
    </>,
    { language },
  )
  const messages = screen
    .getAllByRole('alert')
    .map((alert) => [...alert.querySelectorAll('p')].map((p) => p.textContent))
  expect(messages).toHaveLength(errorCodes.length + lineCodes.length)
  for (const [title = '', next = ''] of messages) {
    expect(title).not.toMatch(/\.title$|^$/)
    expect(next).not.toMatch(/\.next$|^$/)
  }
})

test('our own faults carry the number for support, hers do not', async () => {
  const onTryAgain = vi.fn<() => void>()
  const { user } = await renderPage(
    <>
      <ProblemMessage error={new ApiProblem('internal', 500, {}, 'req-17')} onTryAgain={onTryAgain} />
      <ProblemMessage error={new ApiProblem('wrong-credentials', 401, {}, 'req-18')} />
    </>,
  )
  expect(screen.getByText(/req-17/)).toBeTruthy()
  expect(screen.queryByText(/req-18/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(onTryAgain).toHaveBeenCalled()
})
