import { runAllChecks } from './check.ts'
import { runVitest, type Tally } from './vitest-run.ts'

/** The stories in the browser have a configuration of their own, with the product running under them. */
const isStory = (filter: string): boolean => filter.startsWith('web/e2e')

/**
 * `npm test`: the checks, the tests of every workspace on real services, the story in a browser against the running
 * product; closed by one line for all of it. With arguments, only the test files whose path holds one of them.
 */
export async function open(filters: readonly string[]): Promise<void> {
  const tallies: Tally[] = []
  if (filters.length === 0) tallies.push(await tallyOfChecks())
  if (filters.length === 0 || !filters.every(isStory))
    tallies.push(await runVitest('vitest.config.ts', filters))
  if (filters.length === 0 || filters.some(isStory))
    tallies.push(await runVitest('vitest.story.config.ts', filters))
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
