import type { Clip } from '@cuepoint/contracts'
import { rejectReasons } from '@cuepoint/domain'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { keys } from '../../lib/api/queries.ts'
import { SendingsProvider } from '../../lib/sending/sendings-context.tsx'
import type { FakeRoutes } from '../../testing/fake-api.ts'
import { renderPage } from '../../testing/render-page.tsx'
import { createScenes } from '../../testing/scenes.ts'
import { ClipStage } from './clip-stage.tsx'

const scenes = createScenes(Date.now(), (ms) => new Date(ms).toISOString())
const limits: FakeRoutes = {
  'GET /upload-limits': () => ({ maxBytes: 500_000_000, maxDurationMs: 1_200_000, accepts: ['video/*'] }),
}
const show = (clip: Clip, routes: FakeRoutes = {}) =>
  renderPage(
    <SendingsProvider>
      <ClipStage clip={clip} />
    </SendingsProvider>,
    { routes: { ...limits, ...routes } },
  )

test.each(rejectReasons)(
  'a file refused as %s says what to do and takes another one',
  async (rejectReason) => {
    await show(scenes.clip({ state: 'rejected', rejectReason, media: null }))
    expect(screen.getByText(/Your title and note stay\./)).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'Choose a video' })).toBeTruthy()
  },
)

test('someone else never learns why a file was refused', async () => {
  await show(
    scenes.clip({
      state: 'rejected',
      rejectReason: 'no-video-track',
      media: null,
      mine: false,
      level: 'coach',
    }),
  )
  expect(screen.getByRole('heading', { name: 'Not ready to watch yet' })).toBeTruthy()
  expect(screen.queryByText(/no picture/)).toBeNull()
})

test('what stopped on our side starts again with one press and without another upload', async () => {
  const clip = scenes.clip({
    state: 'failed',
    failReason: 'processing-interrupted',
    retryable: true,
    media: null,
  })
  const { user, queryClient, calls } = await show(clip, {
    'POST /clips/:clipId/retry': () => ({ ...clip, state: 'uploaded' }),
  })
  await user.click(screen.getByRole('button', { name: 'Start again' }))
  expect(calls).toContain(`POST /api/clips/${clip.id}/retry`)
  expect(queryClient.getQueryData(keys.clip(clip.id))).toMatchObject({ state: 'uploaded' })
})

test('processing shows how far it is', async () => {
  await show(scenes.clip({ state: 'processing', progressPercent: 42, media: null }))
  expect(screen.getByRole('progressbar', { name: 'Made ready' }).getAttribute('aria-valuenow')).toBe('42')
  expect(screen.getByText('42%')).toBeTruthy()
  expect(screen.getByText(/^Began /)).toBeTruthy()
})

test.each([
  [20_000, 'Ready in less than a minute'],
  [64_000, 'Ready in about a minute'],
  [170_000, 'Ready in about 3 minutes'],
  [9_000_000, 'Ready in about 2.5 hours'],
])('processing with %i ms to go says so as a person would', async (remainingMs, words) => {
  await show(scenes.clip({ state: 'processing', progressPercent: 42, remainingMs, media: null }))
  expect(screen.getByText(words)).toBeTruthy()
})
