import { describe, expect, test } from 'vitest'
import { isPromptValue, movedTo, type PromptValue, statusOfAll, withEnd, withStart } from './prompt-value.ts'

const value = (part: Partial<PromptValue> = {}): PromptValue => ({
  atMs: 10_000,
  endMs: null,
  kind: 'open',
  text: 'What did you see?',
  required: true,
  ...part,
})

describe('a moment', () => {
  test('moves with its range, as far as the clip goes on', () => {
    const range = value({ endMs: 15_000 })
    expect(movedTo(range, 20_000, 60_000)).toMatchObject({ atMs: 20_000, endMs: 25_000 })
    expect(movedTo(range, 58_000, 60_000)).toMatchObject({ atMs: 58_000, endMs: 60_000 })
    expect(movedTo(range, 60_000, 60_000)).toMatchObject({ atMs: 60_000, endMs: null })
    expect(movedTo(value(), 20_000, 60_000)).toMatchObject({ atMs: 20_000, endMs: null })
  })

  test('never becomes a range that runs backwards', () => {
    expect(withStart(value({ endMs: 15_000 }), 16_000)).toMatchObject({ atMs: 16_000, endMs: null })
    expect(withStart(value({ endMs: 15_000 }), 12_000)).toMatchObject({ atMs: 12_000, endMs: 15_000 })
    expect(withEnd(value(), 4000)).toMatchObject({ atMs: 4000, endMs: 10_000 })
    expect(withEnd(value(), 10_000)).toMatchObject({ endMs: null })
    expect(withEnd(value({ endMs: 15_000 }), null)).toMatchObject({ atMs: 10_000, endMs: null })
  })
})

test('what a device has kept is only taken when it is a prompt', () => {
  expect(isPromptValue(value())).toBe(true)
  expect(isPromptValue({ ...value(), kind: 'grade' })).toBe(false)
  expect(isPromptValue({ ...value(), atMs: '10' })).toBe(false)
  expect(isPromptValue(null)).toBe(false)
})

test('one line for all says first what needs her', () => {
  const states = (['saved', 'saving', 'kept', 'conflict'] as const).map((status) => ({ status }))
  expect(statusOfAll(states)?.status).toBe('conflict')
  expect(statusOfAll(states.slice(0, 3))?.status).toBe('kept')
  expect(statusOfAll(states.slice(0, 1))?.status).toBe('saved')
  expect(statusOfAll([])).toBeUndefined()
})
