import { expect, test } from 'vitest'
import { documentFaults } from './documents.ts'

const house = {
  paths: [
    'README.md',
    'services/domain/src/clock.ts',
    'infra/suites/s3/index.ts',
    'infra/decisions/0001-x.md',
  ],
  scripts: ['start', 'test', 'suite', 'bench'],
}
const faultsOf = (text: string) => documentFaults([{ path: 'README.md', text }], house)

test('what exists is no fault, nor what stands for many', () => {
  expect(
    faultsOf(
      '`services/domain/src/clock.ts`, `services/domain/`, `npm start`, `npm run suite -- s3`, `services/<noun>/src`, [why](infra/decisions/0001-x.md)',
    ),
  ).toEqual([])
})

test.each([
  ['a file', '`services/domain/src/gone.ts`', 'services/domain/src/gone.ts'],
  ['a path in a block', '```\nnode infra/gone.mjs start\n```', 'infra/gone.mjs'],
  ['a script', '`npm run lint`', 'npm run lint'],
  ['a suite', '`npm run suite -- rights`', 'infra/suites/rights'],
  ['a link', '[why](infra/decisions/0002-y.md)', 'infra/decisions/0002-y.md'],
])('%s that is gone is a fault', (_name, text, named) => {
  expect(faultsOf(text)).toEqual([`README.md: names ${named}, which is not there`])
})
