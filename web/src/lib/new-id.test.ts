import { isId } from '@cuepoint/domain'
import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test('makes ids the product takes, each another one', () => {
  const ids = Array.from({ length: 200 }, newId)
  expect(ids.every(isId)).toBe(true)
  expect(ids.every((id) => /^.{14}4.{4}[89ab]/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(200)
})
