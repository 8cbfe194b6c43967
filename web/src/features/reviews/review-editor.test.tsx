import type { Review } from '@cuepoint/contracts'
import { reordered } from '@cuepoint/domain'
import { useQuery } from '@tanstack/react-query'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useEffect, useImperativeHandle } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { reviewQuery } from '../../lib/api/queries.ts'
import type { PlayerHandle, PlayerSlot } from '../../lib/playback.ts'
import { FakeProblem, type FakeRoutes } from '../../testing/fake-api.ts'
import { InRouter } from '../../testing/in-router.tsx'
import { renderPage } from '../../testing/render-page.tsx'
import { createScenes } from '../../testing/scenes.ts'
import type { SavedPrompt } from './prompt-value.ts'
import { ReviewEditor } from './review-editor.tsx'

const scenes = createScenes(Date.now(), (ms) => new Date(ms).toISOString())
const coach = scenes.me(scenes.people.coach, 'coach')
const clip = scenes.clip({ mine: false, level: 'coach' })

const aPrompt = (n: number, part: Partial<SavedPrompt> = {}): SavedPrompt => ({
  id: `00000000-0000-4000-9000-00000000000${n}`,
  atMs: n * 1000,
  endMs: null,
  kind: 'open',
  text: `Question ${n}?`,
  required: true,
  version: 1,
  ...part,
})

let made = 0
/** A draft on a server that keeps what it is told. */
function aDraft(prompts: SavedPrompt[]) {
  made += 1
  const review: Review = {
    id: `00000000-0000-4000-9001-0000000000${String(made).padStart(2, '0')}`,
    clipId: clip.id,
    clipTitle: clip.title,
    coach: scenes.people.coach,
    iAm: 'coach',
    state: 'draft',
    stateSince: clip.createdAt,
    turn: 'coach',
    dueOn: null,
    participants: [{ person: clip.owner, answeredRequired: 0, required: 0, lastSubmittedAt: null }],
    prompts,
    answers: [],
    drafts: [],
    gateOpen: false,
    discussionAt: null,
    sentAt: null,
    version: 1,
  }
  const sent: boolean[] = []
  const removed = new Map<string, { at: number; prompt: SavedPrompt }>()
  const find = (promptId: string) => {
    const prompt = review.prompts.find((each) => each.id === promptId)
    if (!prompt) throw new FakeProblem(404, 'not-found')
    return prompt
  }
  const routes: FakeRoutes = {
    'GET /reviews/:reviewId': () => review,
    'GET /programs/:programId/partnerships': () => ({ items: [] }),
    'POST /reviews/:reviewId/prompts': ({ body }) => {
      const prompt = { ...body, version: 1 }
      review.prompts = [...review.prompts, prompt]
      return prompt
    },
    'PATCH /reviews/:reviewId/prompts/:promptId': ({ params, body: { baseVersion, ...values } }) => {
      const prompt = find(params.promptId)
      if (baseVersion !== prompt.version) throw new FakeProblem(409, 'version-conflict', { current: prompt })
      const changed = { ...prompt, ...values, version: prompt.version + 1 }
      review.prompts = review.prompts.map((each) => (each.id === changed.id ? changed : each))
      return changed
    },
    'DELETE /reviews/:reviewId/prompts/:promptId': ({ params }) => {
      const prompt = find(params.promptId)
      removed.set(prompt.id, { at: review.prompts.indexOf(prompt), prompt })
      review.prompts = review.prompts.filter((each) => each !== prompt)
      return undefined
    },
    'POST /reviews/:reviewId/prompts/:promptId/restore': ({ params }) => {
      const gone = removed.get(params.promptId)
      if (!gone) throw new FakeProblem(404, 'not-found')
      review.prompts = [...review.prompts]
      review.prompts.splice(gone.at, 0, gone.prompt)
      return gone.prompt
    },
    'PUT /reviews/:reviewId/prompt-order': ({ body }) => {
      review.prompts = body.promptIds.map(find)
      return review
    },
    'POST /reviews/:reviewId/send': ({ body }) => {
      sent.push(body.strengthFirstWaived)
      return { ...review, state: 'sent' }
    },
  }
  return { review, routes, sent }
}

const player: { pin: (atMs: number) => void; range: (atMs: number, endMs: number) => void } = {
  pin: () => undefined,
  range: () => undefined,
}
const Player: PlayerSlot = ({ ref, onPin, onRange }) => {
  useEffect(() => {
    player.pin = (atMs) => onPin?.(atMs)
    player.range = (atMs, endMs) => onRange?.({ atMs, endMs })
  }, [onPin, onRange])
  useImperativeHandle(
    ref,
    (): PlayerHandle => ({
      play: () => undefined,
      pause: () => undefined,
      seek: () => undefined,
      currentMs: () => 7000,
      durationMs: 60_000,
      playRange: () => undefined,
      onTime: () => () => undefined,
    }),
    [],
  )
  return <div />
}

function Page({ reviewId }: { reviewId: string }) {
  const { data } = useQuery(reviewQuery(reviewId))
  if (!data) return null
  if (data.state !== 'draft') return <p>On its way</p>
  return (
    <ReviewEditor
      review={data}
      clip={clip}
      me={coach}
      Player={Player}
      renderPreview={() => <p>As she sees it</p>}
    />
  )
}

async function open(
  prompts: SavedPrompt[] = [],
  change: (draft: ReturnType<typeof aDraft>) => void = () => undefined,
) {
  const draft = aDraft(prompts)
  change(draft)
  const page = await renderPage(
    <InRouter>
      <Page reviewId={draft.review.id} />
    </InRouter>,
    { routes: draft.routes },
  )
  await screen.findByRole('button', { name: /Ask about this moment/ })
  return { ...page, ...draft }
}
const questions = () =>
  screen.getAllByRole('listitem').flatMap((item) => /Question \d\?/.exec(item.textContent)?.[0] ?? [])
const send = () => screen.getByRole('button', { name: `Send to ${clip.owner.name}` })

beforeEach(() => localStorage.clear())

describe('pinning', () => {
  test('a moment makes a prompt to write in at once, the first one a strength', async () => {
    const { user, review } = await open()
    player.pin(12_345)
    const words = await screen.findByRole('textbox', { name: 'Your question' })
    await waitFor(() => expect(document.activeElement).toBe(words))
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Strength' }).checked).toBe(true)
    await user.type(words, 'What helped here?')
    await waitFor(
      () =>
        expect(review.prompts).toMatchObject([{ atMs: 12_345, kind: 'strength', text: 'What helped here?' }]),
      {
        timeout: 4000,
      },
    )
  })

  test('a stretch belongs to the prompt just pinned, else it makes a new one', async () => {
    const { review, user } = await open()
    player.pin(5000)
    await screen.findByRole('textbox', { name: 'Your question' })
    await waitFor(() => expect(review.prompts).toHaveLength(1))
    player.range(4000, 9000)
    await waitFor(() => expect(review.prompts).toMatchObject([{ atMs: 4000, endMs: 9000 }]), {
      timeout: 4000,
    })
    await user.type(screen.getByRole('textbox', { name: 'Your question' }), 'Words')
    player.range(20_000, 22_000)
    await waitFor(() => expect(review.prompts).toHaveLength(2), { timeout: 4000 })
    expect(review.prompts[1]).toMatchObject({ atMs: 20_000, endMs: 22_000 })
  })

  test('what could not be sent is kept on the device and goes when the line is back', async () => {
    const line = { cut: true }
    const { review } = await open([], ({ routes }) => {
      const take = routes['POST /reviews/:reviewId/prompts']
      routes['POST /reviews/:reviewId/prompts'] = (call) => {
        if (line.cut || !take) throw new FakeProblem(503, 'service-unavailable')
        return take(call)
      }
    })
    player.pin(3000)
    await screen.findByText(/Kept on this device/)
    expect(review.prompts).toEqual([])
    const kept = () => Object.keys(localStorage).filter((key) => key.includes(review.id))
    expect(kept()).toHaveLength(1)
    line.cut = false
    window.dispatchEvent(new Event('online'))
    await waitFor(() => expect(review.prompts).toMatchObject([{ atMs: 3000 }]))
    await waitFor(() => expect(kept()).toEqual([]))
  })
})

describe('the list', () => {
  test('is put in order with the arrow keys', async () => {
    const { user, review } = await open([aPrompt(1), aPrompt(2), aPrompt(3)])
    screen.getByRole('button', { name: 'Number 3 of 3. Arrow keys move it.' }).focus()
    await user.keyboard('{ArrowUp}')
    await waitFor(() => expect(questions()).toEqual(['Question 1?', 'Question 3?', 'Question 2?']))
    expect(review.prompts.map(({ id }) => id)).toEqual(
      reordered([aPrompt(1).id, aPrompt(2).id, aPrompt(3).id], aPrompt(3).id, 1),
    )
  })

  test('gives back what was deleted, where it was', async () => {
    const { user } = await open([aPrompt(1), aPrompt(2)])
    await user.click(screen.getByRole('button', { name: /Question 1\?/ }))
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(questions()).toEqual(['Question 2?']))
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(questions()).toEqual(['Question 1?', 'Question 2?']))
  })
})

describe('sending', () => {
  test('goes straight when the review starts with a strength', async () => {
    const { user, sent } = await open([aPrompt(1, { kind: 'strength' })])
    await user.click(send())
    await screen.findByText('On its way')
    expect(sent).toEqual([false])
  })

  test('says once that a strength comes first, and lets her decide otherwise', async () => {
    const { user, sent } = await open([aPrompt(1)])
    await user.click(send())
    expect(sent).toEqual([])
    expect(screen.getByRole('alert').textContent).toContain('Start with something that worked?')
    await user.click(screen.getByRole('button', { name: 'Send it as it is' }))
    await screen.findByText('On its way')
    expect(sent).toEqual([true])
  })

  test('goes only once the day she wished for has arrived', async () => {
    const { user, calls, review } = await open([aPrompt(1, { kind: 'strength' })], (draft) => {
      draft.routes['PATCH /reviews/:reviewId'] = ({ body }) => Object.assign(draft.review, body)
    })
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const answer = globalThis.fetch
    vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
      if (init.method === 'PATCH') await arrived
      return await answer(address, init)
    })
    fireEvent.change(screen.getByLabelText('Answers by'), { target: { value: '2027-01-15' } })
    await user.click(send())
    arrive()
    await screen.findByText('On its way')
    expect(review.dueOn).toBe('2027-01-15')
    expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([
      `PATCH /api/reviews/${review.id}`,
      `POST /api/reviews/${review.id}/send`,
    ])
  })

  test('a day that did not arrive goes along before the review does', async () => {
    let tries = 0
    const { user, calls, review } = await open([aPrompt(1, { kind: 'strength' })], (draft) => {
      draft.routes['PATCH /reviews/:reviewId'] = ({ body }) => Object.assign(draft.review, body)
    })
    const answer = globalThis.fetch
    vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
      if (init.method === 'PATCH' && (tries += 1) === 1) throw new TypeError('the line is away')
      return await answer(address, init)
    })
    fireEvent.change(screen.getByLabelText('Answers by'), { target: { value: '2027-01-15' } })
    await screen.findByRole('alert')
    await user.click(send())
    await screen.findByText('On its way')
    expect(review.dueOn).toBe('2027-01-15')
    expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([
      `PATCH /api/reviews/${review.id}`,
      `POST /api/reviews/${review.id}/send`,
    ])
  })

  test('two people ticked one after the other are both asked, however slow the line is', async () => {
    const asked: (readonly string[])[] = []
    const others = [scenes.people.lead, scenes.people.som]
    const { user } = await open([aPrompt(1, { kind: 'strength' })], ({ review, routes }) => {
      const members = [clip.owner, ...others].map((person) => ({ person, side: 'teacher' as const }))
      const group = {
        id: '00000000-0000-4000-9002-000000000001',
        programId: clip.programId,
        kind: 'group' as const,
        members,
        createdAt: clip.createdAt,
        endedAt: null,
      }
      routes['GET /programs/:programId/partnerships'] = () => ({ items: [group] })
      routes['PATCH /reviews/:reviewId'] = ({ body }) => {
        asked.push(body.participantIds ?? [])
        review.participants = (body.participantIds ?? []).map((id) => ({
          person: members.find(({ person }) => person.id === id)?.person ?? clip.owner,
          answeredRequired: 0,
          required: 0,
          lastSubmittedAt: null,
        }))
        return { ...review }
      }
    })
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const answer = globalThis.fetch
    vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
      if (init.method === 'PATCH') await arrived
      return await answer(address, init)
    })
    await screen.findAllByRole('checkbox')
    for (const { name } of others) await user.click(screen.getByRole('checkbox', { name }))
    arrive()
    await waitFor(() => expect(asked).toHaveLength(others.length))
    expect(asked.at(-1)?.toSorted()).toEqual([clip.owner, ...others].map(({ id }) => id).toSorted())
    for (const { name } of others)
      expect(screen.getByRole<HTMLInputElement>('checkbox', { name }).checked).toBe(true)
  })

  test('waits for words', async () => {
    const { user } = await open([aPrompt(1, { kind: 'strength', text: '' })])
    expect(send()).toHaveProperty('disabled', true)
    await user.click(screen.getByRole('button', { name: 'Write it' }))
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Your question' }))
  })
})

test('a prompt changed on another device is shown with both texts', async () => {
  const { user, review } = await open([aPrompt(1, { kind: 'strength' })])
  await user.click(screen.getByRole('button', { name: /Question 1\?/ }))
  review.prompts = [aPrompt(1, { kind: 'strength', text: 'From the other desk', version: 2 })]
  await user.type(screen.getByRole('textbox', { name: 'Your question' }), ' More.')
  await screen.findByText('From the other desk', {}, { timeout: 4000 })
  await user.click(screen.getByRole('button', { name: 'Put both together' }))
  await waitFor(() => expect(review.prompts[0]?.text).toBe('From the other desk\n\nQuestion 1? More.'))
})
