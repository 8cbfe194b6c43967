import { expect, test } from 'vitest'
import { saysSomething } from './answer.ts'

test('words say something, blanks do not, and wanting to talk always does', () => {
  expect(saysSomething({ way: 'text', text: 'I waited for her' })).toBe(true)
  expect(saysSomething({ way: 'text', text: ' \n\t\u00a0' })).toBe(false)
  expect(saysSomething({ way: 'text', text: '' })).toBe(false)
  expect(saysSomething({ way: 'talk', text: '' })).toBe(true)
})
