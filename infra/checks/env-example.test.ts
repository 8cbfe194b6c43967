import { expect, test } from 'vitest'
import { envExampleFaults } from './env-example.ts'

const readers = [
  { path: 'services/api/src/config.ts', text: "const host = text('HOST', '127.0.0.1')\n// text('OLD')" },
  {
    path: 'infra/local/redis.ts',
    text: "const given = ground.env['REDIS_URL']; const path = ground.env['PATH']; const other = 'AUTH'",
  },
]

test('every variable that is read is named, commented out or not', () => {
  expect(envExampleFaults('# Where to listen\nHOST=127.0.0.1\n# REDIS_URL=redis://…\n', readers)).toEqual([])
})

test('a variable that is not named and one that nobody reads are faults', () => {
  expect(envExampleFaults('HOST=127.0.0.1\nGONE=1\n', readers)).toEqual([
    '.env.example: REDIS_URL is missing',
    '.env.example: GONE is read by nobody',
  ])
})
