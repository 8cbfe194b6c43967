import { allChecks } from '../../checks/all-checks.ts'
import { type CheckResult, runCheck } from '../../checks/check.ts'
import { repositoryRoot } from '../repository-root.ts'

/** `npm run check`: one line a check, with its seconds; every fault printed below its check. */
export async function open(): Promise<void> {
  const results = await runAllChecks()
  const failed = results.filter((result) => result.faults.length > 0).length
  console.log(`\n${results.length - failed} checks passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

/** One after the other: each tool already uses every core. */
export async function runAllChecks(): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of allChecks) {
    const result = await runCheck(check, repositoryRoot)
    const verdict = result.faults.length > 0 ? '✗' : '✓'
    const note = result.note === undefined ? '' : `  ${result.note}`
    console.log(`${verdict} ${result.name.padEnd(32)} ${result.seconds.toFixed(1).padStart(5)} s${note}`)
    for (const fault of result.faults) console.log(`    ${fault.replaceAll('\n', '\n    ')}`)
    results.push(result)
  }
  return results
}
