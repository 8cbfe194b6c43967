import type { Discussion } from '@cuepoint/contracts'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { ReaderProvider } from '../../lib/reader.tsx'
import { FakeProblem, type FakeRoutes } from '../../testing/fake-api.ts'
import { InRouter } from '../../testing/in-router.tsx'
import { renderPage } from '../../testing/render-page.tsx'
import { createScenes } from '../../testing/scenes.ts'
import { DiscussionPage } from './discussion-page.tsx'

const scenes = createScenes(Date.now(), (ms) => new Date(ms).toISOString())
const { coach, mali } = scenes.people
const clip = scenes.clip({ mine: false, level: 'coach' })
const promptId = scenes.id()

const aTalk = (part: Partial<Discussion> = {}): Discussion => ({
  reviewId: scenes.id(),
  clipId: clip.id,
  coach,
  participants: [mali],
  state: 'not-scheduled',
  turn: 'teacher',
  scheduledAt: null,
  openedAt: null,
  openedBy: null,
  openedEarly: false,
  closedAt: null,
  agenda: [
    {
      prompt: {
        id: promptId,
        atMs: 4000,
        endMs: null,
        kind: 'strength',
        text: 'What helped?',
        required: true,
        version: 1,
      },
      answers: [],
    },
  ],
  missing: [{ person: mali, promptIds: [promptId] }],
  summary: '',
  summaryVersion: 0,
  steps: [],
  ...part,
})

async function open(talk: Discussion, who: 'coach' | 'teacher' = 'coach', more: FakeRoutes = {}) {
  const server = { talk }
  const page = await renderPage(
    <InRouter>
      <ReaderProvider timeZone="Asia/Bangkok">
        <DiscussionPage
          reviewId={talk.reviewId}
          renderPlayer={() => null}
          renderNotes={() => <p>The notes</p>}
        />
      </ReaderProvider>
    </InRouter>,
    {
      routes: {
        'GET /session': () => scenes.me(who === 'coach' ? coach : mali, who),
        'GET /clips/:clipId': () => clip,
        'GET /reviews/:reviewId/discussion': () => server.talk,
        'PUT /reviews/:reviewId/discussion/time': ({ body }) => {
          server.talk = { ...server.talk, state: 'scheduled', scheduledAt: body.scheduledAt }
          return server.talk
        },
        'POST /reviews/:reviewId/discussion/open': () => {
          const openedAt = clip.createdAt
          server.talk = { ...server.talk, state: 'open', openedAt, openedBy: coach, openedEarly: true }
          return server.talk
        },
        'POST /reviews/:reviewId/discussion/close': () => {
          server.talk = { ...server.talk, state: 'closed', closedAt: clip.createdAt }
          return server.talk
        },
        'PUT /reviews/:reviewId/discussion/summary': ({ body }) => {
          const { summary, summaryVersion } = server.talk
          if (body.baseVersion !== summaryVersion) {
            throw new FakeProblem(409, 'version-conflict', { current: { summary, version: summaryVersion } })
          }
          server.talk = { ...server.talk, summary: body.summary, summaryVersion: summaryVersion + 1 }
          return server.talk
        },
        ...more,
      },
    },
  )
  await screen.findByText('The notes')
  return { ...page, server }
}

describe('the gate', () => {
  test('says whose turn it is and what is missing, and lets the talk be opened all the same', async () => {
    const { user } = await open(aTalk())
    expect(
      screen.getByText(`It is ${mali.name}'s turn. ${mali.name} has 1 question still open.`),
    ).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Open the talk now' }))
    await screen.findByText(/It was opened before every answer was in\./)
  })

  test('leads the one who is waited for to her questions', async () => {
    const talk = aTalk()
    await open(talk, 'teacher')
    expect(screen.getByRole('link', { name: 'Answer it now' }).getAttribute('href')).toBe(
      `/answer/${talk.reviewId}`,
    )
  })
})

test('a time is typed in her own zone', async () => {
  const { user, server } = await open(aTalk())
  await user.click(screen.getByRole('button', { name: 'Suggest a time' }))
  expect(screen.getByText('In your time: Indochina Time')).toBeTruthy()
  fireEvent.change(screen.getByLabelText('Day and time'), { target: { value: '2030-03-05T16:00' } })
  await user.click(screen.getByRole('button', { name: 'Set this time' }))
  await waitFor(() => expect(server.talk.scheduledAt).toBe('2030-03-05T09:00:00.000Z'))
  expect(await screen.findByText(/March 5.*4:00/)).toBeTruthy()
})

test('closing takes a second press, and the coach alone has the first', async () => {
  const opened = { state: 'open', openedAt: clip.createdAt, openedBy: coach, missing: [] } as const
  const { user, server } = await open(aTalk({ ...opened, missing: [] }))
  await user.click(screen.getByRole('button', { name: 'Close this talk' }))
  expect(server.talk.state).toBe('open')
  await user.click(screen.getByRole('button', { name: 'Close it' }))
  await screen.findByText(/This talk is closed since/)
})

test('the teacher is not offered to close it', async () => {
  await open(aTalk({ state: 'open', openedAt: clip.createdAt, openedBy: coach, missing: [] }), 'teacher')
  expect(screen.queryByRole('button', { name: 'Close this talk' })).toBeNull()
})

test('shared notes written by both at once are shown side by side under their names', async () => {
  const { user, server } = await open(aTalk({ state: 'open', openedAt: clip.createdAt, openedBy: coach }))
  server.talk = { ...server.talk, summary: 'Waiting works.', summaryVersion: 1 }
  await user.type(screen.getByRole('textbox', { name: 'Shared notes' }), 'Hands help.')
  await screen.findByText(`${mali.name} also changed this`, {}, { timeout: 4000 })
  await user.click(screen.getByRole('button', { name: 'Put both together' }))
  await waitFor(() => expect(server.talk.summary).toBe('Waiting works.\n\nHands help.'))
})

test('a deleted step is only gone once the time to undo is over', async () => {
  const step = { id: scenes.id(), owner: mali, text: 'Count to five.', dueOn: null, doneAt: null, version: 1 }
  const { user, calls } = await open(aTalk({ steps: [step] }))
  await user.click(screen.getByRole('button', { name: 'Delete the step: Count to five.' }))
  expect(screen.queryByText('Count to five.')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(screen.getByText('Count to five.')).toBeTruthy()
  expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual([])
})
