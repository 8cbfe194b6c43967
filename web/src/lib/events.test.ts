import type { Clip } from '@cuepoint/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { createScenes } from '../testing/scenes.ts'
import { keys } from './api/queries.ts'
import { applyChange, listenForChanges } from './events.ts'

const scenes = createScenes(Date.UTC(2026, 2, 12), (ms) => new Date(ms).toISOString())

const stale = (client: QueryClient, key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated

test('progress is written into the page; the end of processing is fetched', () => {
  const client = new QueryClient()
  const clip = scenes.clip({ state: 'processing', progressPercent: 10 })
  client.setQueryData(keys.clip(clip.id), clip)
  client.setQueryData(keys.clips, [scenes.summary(clip)])

  applyChange(client, { noun: 'clip', id: clip.id, progressPercent: 42, remainingMs: 90_000 })
  expect(client.getQueryData<Clip>(keys.clip(clip.id))).toMatchObject({
    progressPercent: 42,
    remainingMs: 90_000,
  })
  expect(client.getQueryData(keys.clips)).toMatchObject([{ progressPercent: 42 }])
  expect(stale(client, keys.clip(clip.id))).toBe(false)

  applyChange(client, { noun: 'clip', id: clip.id })
  expect(stale(client, keys.clip(clip.id))).toBe(true)
})

test('what joins a clip that can be watched already is progress too', () => {
  const client = new QueryClient()
  const clip = scenes.clip({ media: scenes.media({ complete: false }), progressPercent: 10 })
  client.setQueryData(keys.clip(clip.id), clip)
  client.setQueryData(keys.clips, [scenes.summary(clip)])

  applyChange(client, { noun: 'clip', id: clip.id, progressPercent: 42, remainingMs: 30_000 })
  const patched = { progressPercent: 42, remainingMs: 30_000, media: clip.media }
  expect(client.getQueryData<Clip>(keys.clip(clip.id))).toMatchObject(patched)
  expect(stale(client, keys.clip(clip.id))).toBe(false)

  // Not known any more how long: an older promise of minutes must not stay.
  applyChange(client, { noun: 'clip', id: clip.id, progressPercent: 43 })
  expect(client.getQueryData<Clip>(keys.clip(clip.id))?.remainingMs).toBeNull()

  applyChange(client, { noun: 'clip', id: clip.id })
  expect(stale(client, keys.clip(clip.id))).toBe(true)
})

test('progress of a clip that was held to be complete is news, so it is fetched', () => {
  const client = new QueryClient()
  const clip = scenes.clip()
  client.setQueryData(keys.clip(clip.id), clip)
  applyChange(client, { noun: 'clip', id: clip.id, progressPercent: 1 })
  expect(stale(client, keys.clip(clip.id))).toBe(true)
})

test('the first progress of a clip that was still waiting is a change of state, so it is fetched', () => {
  const client = new QueryClient()
  const clip = scenes.clip({ state: 'uploaded' })
  client.setQueryData(keys.clip(clip.id), clip)
  applyChange(client, { noun: 'clip', id: clip.id, progressPercent: 1 })
  expect(stale(client, keys.clip(clip.id))).toBe(true)
})

test('after a gap in the stream everything is fetched again', () => {
  const client = new QueryClient()
  client.setQueryData(keys.home, {})
  const source = Object.assign(new EventTarget(), { readyState: 0, close: vi.fn<() => void>() })
  const stop = listenForChanges(client, () => source as Partial<EventSource> as EventSource)

  source.dispatchEvent(new Event('open'))
  expect(stale(client, keys.home)).toBe(false)
  source.dispatchEvent(new Event('error'))
  source.dispatchEvent(new Event('open'))
  expect(stale(client, keys.home)).toBe(true)
  stop()
  expect(source.close).toHaveBeenCalled()
})
