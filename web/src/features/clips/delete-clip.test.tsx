import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderPage } from '../../testing/render-page.tsx'
import { createScenes } from '../../testing/scenes.ts'
import { ClipsPage } from './clips-page.tsx'
import { DeleteClip } from './delete-clip.tsx'

const scenes = createScenes(Date.now(), (ms) => new Date(ms).toISOString())
const clip = scenes.clip({ title: 'Counting in the yard' })

async function showClip() {
  const root = createRootRoute()
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({ getParentRoute: () => root, path: '/clips', component: ClipsPage }),
      createRoute({
        getParentRoute: () => root,
        path: '/clips/$clipId',
        component: () => <DeleteClip clip={clip} />,
      }),
    ]),
    history: createMemoryHistory({ initialEntries: [`/clips/${clip.id}`] }),
  })
  return await renderPage(<RouterProvider router={router as never} />, {
    routes: {
      'GET /session': () => scenes.me(scenes.people.mali, 'teacher'),
      'GET /clips': () => ({
        items: [scenes.summary(clip), scenes.summary(scenes.clip({ title: 'Another one' }))],
      }),
      'DELETE /clips/:clipId': () => undefined,
    },
  })
}

test('a deleted clip is out of sight although the server still has it, and Undo brings it back unharmed', async () => {
  const { user, calls } = await showClip()
  await user.click(await screen.findByRole('button', { name: 'Delete this clip' }))
  expect(await screen.findByText('Another one')).toBeTruthy()
  expect(screen.queryByText('Counting in the yard')).toBeNull()

  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByRole('button', { name: 'Delete this clip' })).toBeTruthy()
  expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual([])
})

test('when the time for Undo is over it is deleted for good', async () => {
  const { user, calls } = await showClip()
  await user.click(await screen.findByRole('button', { name: 'Delete this clip' }))
  window.dispatchEvent(new Event('pagehide'))
  await expect.poll(() => calls).toContain(`DELETE /api/clips/${clip.id}`)
})
