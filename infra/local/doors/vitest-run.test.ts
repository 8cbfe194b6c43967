import { expect, test } from 'vitest'
import { tally } from './vitest-run.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each, fullName: `a ${each} test` })),
})

test('counts what passed and what failed over all files', () => {
  const report = { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] }
  expect(tally(report, 1)).toEqual({ passed: 3, failed: 1, skipped: [] })
})

test('a file that could not be loaded is a failure', () => {
  expect(tally({ testResults: [file('passed', 'passed'), file('failed')] }, 1)).toMatchObject({
    passed: 1,
    failed: 1,
  })
})

test('a run that ends badly without a failed test is a failure', () => {
  expect(tally({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 })
})

test('a run without any test is a failure, even when it says it went well', () => {
  expect(tally({ testResults: [] }, 0)).toMatchObject({ passed: 0, failed: 1 })
  expect(tally(undefined, 0)).toMatchObject({ passed: 0, failed: 1 })
})

test('names what was skipped', () => {
  expect(tally({ testResults: [file('passed', 'passed', 'skipped')] }, 0).skipped).toEqual(['a skipped test'])
})
