import { expect, test } from 'vitest'
import { CuepointError } from './errors.ts'

test('an error carries its code, its details and its cause', () => {
  const cause = new Error('the socket hung up')
  const error = new CuepointError('too-many', { limit: 100 }, { cause })
  expect(error).toMatchObject({ name: 'CuepointError', code: 'too-many', message: 'too-many' })
  expect(error.details).toEqual({ limit: 100 })
  expect(error.cause).toBe(cause)
  expect(new CuepointError('internal').details).toEqual({})
})
