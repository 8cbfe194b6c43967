import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { Press } from './press.tsx'
import { useUndo } from './undo-bar.tsx'

const commit = vi.fn<() => void>()
const undo = vi.fn<() => void>()

function Deleter() {
  const offer = useUndo()
  return <Press onClick={() => offer({ message: 'It is gone.', undo, commit })}>Delete</Press>
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  vi.clearAllMocks()
})
afterEach(() => vi.useRealTimers())

test('nothing is done for good before the time for Undo is over', async () => {
  const { user } = await renderPage(<Deleter />)
  await user.click(screen.getByRole('button', { name: 'Delete' }))
  expect(screen.getByText('It is gone.')).toBeTruthy()
  act(() => void vi.advanceTimersByTime(7_000))
  expect(commit).not.toHaveBeenCalled()
  act(() => void vi.advanceTimersByTime(2_000))
  expect(commit).toHaveBeenCalledTimes(1)
  expect(screen.queryByText('It is gone.')).toBeNull()
})

test('Undo takes it back and it is never done', async () => {
  const { user } = await renderPage(<Deleter />)
  await user.click(screen.getByRole('button', { name: 'Delete' }))
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  act(() => void vi.advanceTimersByTime(20_000))
  expect(undo).toHaveBeenCalledTimes(1)
  expect(commit).not.toHaveBeenCalled()
})

test('who leaves the page has not pressed Undo', async () => {
  const { user } = await renderPage(<Deleter />)
  await user.click(screen.getByRole('button', { name: 'Delete' }))
  act(() => {
    window.dispatchEvent(new Event('pagehide'))
  })
  expect(commit).toHaveBeenCalledTimes(1)
})
