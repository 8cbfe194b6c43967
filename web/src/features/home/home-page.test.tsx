import type { Home, Me } from '@cuepoint/contracts'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { SendingsProvider } from '../../lib/sending/sendings-context.tsx'
import { renderPage } from '../../testing/render-page.tsx'
import { createScenes } from '../../testing/scenes.ts'
import { HomePage } from './home-page.tsx'

const scenes = createScenes(Date.now(), (ms) => new Date(ms).toISOString())
const { mali, coach, lead } = scenes.people

async function showHome(me: Me, home: Home, language: 'en' | 'th' = 'en') {
  const router = createRouter({
    routeTree: createRootRoute({ component: HomePage }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  const page = (
    <SendingsProvider>
      <RouterProvider router={router as never} />
    </SendingsProvider>
  )
  return await renderPage(page, {
    language,
    routes: {
      'GET /session': () => me,
      'GET /home': () => home,
      'GET /programs/:programId/counts': () => ({
        teachers: 0,
        coaches: 0,
        partnerships: 0,
        clipsSent: null,
        reviewsSent: null,
        reviewsReady: null,
        discussionsHeld: null,
      }),
    },
  })
}

test('a teacher sees who waits for her, about what, since when, and the link leads straight to answering', async () => {
  const item = scenes.waiting('answer-review', 50, { person: coach })
  await showHome(scenes.me(mali, 'teacher'), scenes.home({ waiting: [item] }))
  const link = await screen.findByRole('link', { name: /Elena Vargas has questions for you.*2 days ago/ })
  expect(link.getAttribute('href')).toBe(`/answer/${item.reviewId}`)
})

test('a coach sees her teachers in the order of who waits on her', async () => {
  await showHome(
    scenes.me(coach, 'coach'),
    scenes.home({
      teachers: [
        scenes.teacher(lead, 'teacher', 'answering', 9),
        scenes.teacher(mali, 'coach', 'clip-to-review', 2),
      ],
    }),
  )
  const rows = within(await screen.findByRole('table')).getAllByRole('row')
  expect(rows[1]?.textContent).toMatch(/Mali Srisuk.*Your turn.*A clip to look at.*2 hours ago/)
  expect(rows[2]?.textContent).toMatch(/Amara Okafor.*Their turn/)
  expect(screen.getByText('1 teacher waits for you.')).toBeTruthy()
})

test.each([
  ['teacher', /Send your first clip/],
  ['coach', /Soon your teachers are here/],
  ['lead', /Invite the first people/],
] as const)('the first visit of a %s says what to do first', async (role, words) => {
  await showHome(scenes.me(mali, role), scenes.home())
  expect(await screen.findByRole('heading', { name: words })).toBeTruthy()
})

test('in Thai the same page speaks Thai', async () => {
  await showHome(scenes.me(mali, 'teacher'), scenes.home(), 'th')
  expect(await screen.findByRole('heading', { name: 'ส่งคลิปแรกของคุณ' })).toBeTruthy()
})
