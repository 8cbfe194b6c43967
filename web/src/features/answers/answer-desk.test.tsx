// @vitest-environment jsdom
import type { Clip, Review } from '@cuepoint/contracts'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { createInstance } from 'i18next'
import { useEffect, useImperativeHandle, useState } from 'react'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { en } from '../../catalogs/answer-en.ts'
import type { PlayerHandle, PlayerSlot } from '../../lib/playback.ts'
import { AnswerDesk } from './answer-desk.tsx'
import type { Place } from './answer-facts.ts'
import { useDrafts } from './use-drafts.ts'

const coach = { id: '00000000-0000-4000-8000-000000000001', name: 'Napat' }
const teacher = { id: '00000000-0000-4000-8000-000000000002', name: 'Grace' }
const prompt = (n: number, endMs: number | null = null) => ({
  id: `00000000-0000-4000-8000-00000000001${n}`,
  atMs: n * 10_000,
  endMs,
  kind: 'open' as const,
  text: `Question number ${n}?`,
  required: true,
  version: 1,
})
const review = (reviewId: string): Review => ({
  id: reviewId,
  clipId: '00000000-0000-4000-8000-000000000004',
  clipTitle: 'Counting',
  coach,
  iAm: 'participant',
  state: 'sent',
  stateSince: '2026-11-01T00:00:00Z',
  turn: 'teacher',
  dueOn: null,
  participants: [{ person: teacher, answeredRequired: 0, required: 2, lastSubmittedAt: null }],
  prompts: [prompt(1), prompt(2, 25_000)],
  answers: [],
  drafts: [],
  gateOpen: false,
  discussionAt: null,
  sentAt: '2026-11-01T00:00:00Z',
  version: 1,
})
const clip = {
  title: 'Counting',
  media: { durationMs: 60_000 },
} as Clip

const asked: string[] = []
/** A player that only notes what it is asked for, and can say that a prompt was reached. */
const player: { reach: (markId: string) => void } = { reach: () => undefined }
const Player: PlayerSlot = ({ ref, onMarkReached }) => {
  useEffect(() => {
    player.reach = (markId) => onMarkReached?.(markId)
  }, [onMarkReached])
  useImperativeHandle(
    ref,
    (): PlayerHandle => ({
      play: () => asked.push('play'),
      pause: () => asked.push('pause'),
      seek: (atMs) => asked.push(`seek ${atMs}`),
      currentMs: () => 0,
      durationMs: 60_000,
      playRange: (atMs, endMs, options) =>
        asked.push(`range ${atMs}-${endMs}${options?.loop ? ' again and again' : ''}`),
      onTime: () => () => undefined,
    }),
    [],
  )
  return <div />
}

function Desk({ shown, onSend }: { shown: Review; onSend: () => void }) {
  const answers = useDrafts(shown, teacher.id)
  const [place, setPlace] = useState<Place>(0)
  return (
    <AnswerDesk
      review={shown}
      clip={clip}
      Player={Player}
      playerMayCome
      answers={answers}
      place={place}
      onPlace={setPlace}
      sending={false}
      sendError={null}
      onSend={onSend}
    />
  )
}

const server = { drafts: new Map<string, { way: string; text: string; version: number }>() }
let reviews = 0

async function open({ onSend = () => undefined }: { onSend?: () => void } = {}) {
  const i18n = createInstance()
  await i18n.use(initReactI18next).init({
    lng: 'en',
    resources: { en },
    defaultNS: 'frame',
    interpolation: { escapeValue: false },
  })
  reviews += 1
  const shown = review(`00000000-0000-4000-8000-0000000001${String(reviews).padStart(2, '0')}`)
  render(
    <I18nextProvider i18n={i18n}>
      <Desk shown={shown} onSend={onSend} />
    </I18nextProvider>,
  )
  return { user: userEvent.setup(), reviewId: shown.id }
}

beforeEach(() => {
  asked.length = 0
  server.drafts.clear()
  localStorage.clear()
  vi.stubGlobal('fetch', async (address: string, { body }: { body: string }) => {
    const { way, text, baseVersion } = JSON.parse(body) as { way: string; text: string; baseVersion: number }
    const saved = { way, text, version: baseVersion + 1, updatedAt: '2026-11-01T00:00:00Z' }
    server.drafts.set(address, saved)
    return new Response(JSON.stringify(saved), { status: 200 })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('answering', () => {
  test('keeps each word on the device and saves it when she goes on', async () => {
    const { user, reviewId } = await open()
    await user.type(screen.getByRole('textbox', { name: 'Your answer' }), 'I waited.')
    expect(localStorage.getItem(`cuepoint.kept.${teacher.id}.answer.${reviewId}.${prompt(1).id}`)).toContain(
      'I waited.',
    )
    await user.click(screen.getByRole('button', { name: 'Next' }))
    expect(screen.getByRole('heading', { name: 'Question number 2?' })).toBe(document.activeElement)
    await vi.waitFor(() =>
      expect([...server.drafts.values()]).toMatchObject([{ way: 'text', text: 'I waited.', version: 1 }]),
    )
  })

  test('a question may be skipped, found again, and answered by the wish to talk', async () => {
    const { user } = await open()
    await user.click(screen.getByRole('button', { name: 'Skip for now' }))
    await user.click(screen.getByRole('link', { name: 'Question 1 of 2, not answered yet' }))
    await user.click(screen.getByRole('button', { name: 'I would rather talk about this' }))
    expect(screen.getByRole('link', { name: 'Question 1 of 2, to talk about' })).toBeTruthy()
    await vi.waitFor(() => expect([...server.drafts.values()]).toMatchObject([{ way: 'talk' }]), 3000)
  })

  test('nothing can be sent before something is said, and then it can', async () => {
    const onSend = vi.fn<() => void>()
    const { user } = await open({ onSend })
    await user.click(screen.getByRole('button', { name: 'Skip for now' }))
    await user.click(screen.getByRole('button', { name: 'See all my answers' }))
    expect(screen.queryByRole('button', { name: 'Send my answers to Napat' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Answer: Question number 2?' }))
    await user.type(screen.getByRole('textbox', { name: 'Your answer' }), 'Yes.')
    await user.click(screen.getByRole('button', { name: 'See all my answers' }))
    await user.click(screen.getByRole('button', { name: 'Send my answers to Napat' }))
    expect(onSend).toHaveBeenCalledOnce()
  })
})

describe('the clip', () => {
  test('plays the moment with what led to it, the range, and the range again and again', async () => {
    const { user } = await open()
    await user.click(screen.getByRole('button', { name: /^Play\s+0:10$/ }))
    await user.click(screen.getByRole('button', { name: 'Skip for now' }))
    // The clip goes along, without playing by itself.
    expect(asked.splice(0)).toEqual(['range 7000-11500', 'pause', 'seek 20000'])
    await user.click(screen.getByRole('button', { name: /^Play\s+0:20\s*–\s*0:25$/ }))
    await user.click(screen.getByRole('button', { name: 'Again and again' }))
    await user.click(screen.getByRole('button', { name: 'Again and again' }))
    expect(asked).toEqual(['range 20000-25000', 'range 20000-25000 again and again', 'pause'])
  })

  test('that reaches a prompt brings its question, and leaves the focus where it is', async () => {
    const { user } = await open()
    const field = screen.getByRole('textbox', { name: 'Your answer' })
    await user.click(field)
    player.reach(prompt(2).id)
    await screen.findByRole('heading', { name: 'Question number 2?' })
    expect(asked).toEqual([])
    expect(document.activeElement).not.toBe(screen.getByRole('heading', { name: 'Question number 2?' }))
  })
})
