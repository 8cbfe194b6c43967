import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../repository-root.ts'
import { runAllChecks } from './check.ts'
import { runVitest, type Tally } from './vitest-run.ts'

const STORY_CONFIG = 'web/e2e/vitest.config.ts'

/**
 * `npm test`: the checks, the tests of every workspace on real services, the story in a browser against the running
 * product; closed by one line for all of it. With arguments, only the test files whose path holds one of them.
 */
export async function open(filters: readonly string[]): Promise<void> {
  const tallies: Tally[] = []
  if (filters.length === 0) tallies.push(await tallyOfChecks())
  if (filters.length === 0 || !filters.every((filter) => filter.startsWith('web/e2e')))
    tallies.push(await runVitest('vitest.config.ts', filters))
  if (
    existsSync(join(repositoryRoot, STORY_CONFIG)) &&
    (filters.length === 0 || filters.some((filter) => filter.startsWith('web/e2e')))
  )
    tallies.push(await runVitest(STORY_CONFIG, filters))
  const passed = sum(tallies.map((tally) => tally.passed))
  const failed = sum(tallies.map((tally) => tally.failed))
  const skipped = tallies.flatMap((tally) => tally.skipped)
  if (skipped.length > 0) console.log(`\nskipped, by name:\n${skipped.map((name) => `  ${name}`).join('\n')}`)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}

async function tallyOfChecks(): Promise<Tally> {
  const results = await runAllChecks()
  const failed = results.filter((result) => result.faults.length > 0).length
  return { passed: results.length - failed, failed, skipped: [] }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
