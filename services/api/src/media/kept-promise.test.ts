import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keptPromise } from './kept-promise.ts'

const never = new AbortController().signal
beforeEach(() => {
  vi.spyOn(globalThis, 'setTimeout')
  vi.spyOn(globalThis, 'clearTimeout')
})
// However it ends, the clock of its limit is stopped.
afterEach(() => {
  const begun = vi.mocked(setTimeout).mock.results.map(({ value }) => value as unknown)
  const stopped = vi.mocked(clearTimeout).mock.calls.map(([timer]) => timer as unknown)
  vi.restoreAllMocks()
  if (begun.length === 0 || begun.some((timer) => !stopped.includes(timer)))
    throw new Error('a clock was left running, or none was ever set')
})

test('it is asked for until it is there, and no longer', async () => {
  let asked = 0
  const ask = async () => {
    asked += 1
    return asked < 3 ? ('promised' as const) : 'there'
  }
  await expect(keptPromise(ask, never)).resolves.toBe('there')
  expect(asked).toBe(3)
})

test('what takes too long is given up', async () => {
  await expect(keptPromise(async () => 'promised', never, 20)).resolves.toBeUndefined()
})

test('who goes away ends the asking at once, leaving nothing behind', async () => {
  const gone = new AbortController()
  let asked = 0
  const ask = async () => {
    asked += 1
    gone.abort()
    return 'promised' as const
  }
  await expect(keptPromise(ask, gone.signal)).resolves.toBeUndefined()
  expect(asked).toBe(1)
  await expect(keptPromise(ask, AbortSignal.abort())).resolves.toBeUndefined()
  expect(asked).toBe(1)
})

test('what may not be seen any more ends it with that', async () => {
  const ask = async () => {
    throw new Error('not hers')
  }
  await expect(keptPromise(ask, never)).rejects.toThrow('not hers')
})
