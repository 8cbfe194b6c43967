import { describe, expect, test } from 'vitest'
import { answerStateOf, firstPlace, hashOf, isUnsent, placeFrom, startOf } from './answer-facts.ts'

const words = (text: string) => ({ way: 'text' as const, text })
const talk = (text = '') => ({ way: 'talk' as const, text })

describe('an answer', () => {
  test('is open until it says something; the wish to talk says something', () => {
    expect(answerStateOf(words('  '), undefined)).toBe('open')
    expect(answerStateOf(words('I waited.'), undefined)).toBe('written')
    expect(answerStateOf(talk(), undefined)).toBe('talk')
  })

  test('is sent only while it is what her coach can read', () => {
    expect(answerStateOf(words('I waited.'), words('I waited.'))).toBe('sent')
    expect(answerStateOf(words('I waited longer.'), words('I waited.'))).toBe('written')
  })

  test('taken out again is a change to send; nothing at all is not', () => {
    expect(isUnsent(words(''), words('I waited.'))).toBe(true)
    expect(isUnsent(words(''), words(''))).toBe(false)
    expect(isUnsent(words(''), undefined)).toBe(false)
    expect(isUnsent(talk(), words('I waited.'))).toBe(true)
    expect(isUnsent(words('I waited.'), words('I waited.'))).toBe(false)
  })

  test('goes on from the draft, else from what was sent', () => {
    const submitted = {
      promptId: 'p',
      person: { id: 'a', name: 'Grace' },
      ...words('sent'),
      version: 4,
      submittedAt: '2026-11-01T00:00:00Z',
    }
    const draft = { ...words('draft'), version: 7, updatedAt: '2026-11-02T00:00:00Z' }
    expect(startOf(draft, submitted)).toEqual({ value: words('draft'), version: 7 })
    expect(startOf(undefined, submitted)).toEqual({ value: words('sent'), version: 0 })
    expect(startOf(undefined, undefined)).toEqual({ value: words(''), version: 0 })
  })
})

describe('her place', () => {
  test('is read from the address and written to it', () => {
    for (const place of [0, 2, 'all', 'sent'] as const) expect(placeFrom(hashOf(place), 3)).toBe(place)
    for (const hash of ['', '#0', '#4', '#1.5', '#else']) expect(placeFrom(hash, 3)).toBeUndefined()
  })

  test('begins at the first open question, then at what is not sent, then at what happens next', () => {
    expect(firstPlace(['sent', 'open', 'open'])).toBe(1)
    expect(firstPlace(['sent', 'written'])).toBe('all')
    expect(firstPlace(['sent', 'sent'])).toBe('sent')
  })
})
