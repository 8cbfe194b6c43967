import { expect, test } from 'vitest'
import { endPhases } from './shutdown.ts'

test('phases end in order; one that hangs or throws does not keep the others', async () => {
  const told: string[] = []
  await endPhases(
    [
      { name: 'first', limitMs: 1_000, end: () => void told.push('first') },
      { name: 'hangs', limitMs: 10, end: () => new Promise(() => undefined) },
      {
        name: 'throws',
        limitMs: 1_000,
        end: () => {
          throw new Error()
        },
      },
      { name: 'last', limitMs: 1_000, end: async () => told.push('last') },
    ],
    (phase, outcome) => told.push(`${phase}: ${outcome}`),
  )
  expect(told).toEqual(['first', 'first: ended', 'hangs: too slow', 'throws: trouble', 'last', 'last: ended'])
})
