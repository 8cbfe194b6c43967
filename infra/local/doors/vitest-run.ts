import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findJsonObject, isJsonObject, type JsonObject } from '../read-json.ts'
import { repositoryRoot } from '../repository-root.ts'
import { runCommand } from '../run-command.ts'

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: readonly string[] }

/** Runs vitest on a configuration, its words on the screen, and counts what it reports. */
export async function runVitest(config: string, filters: readonly string[]): Promise<Tally> {
  const report = join(repositoryRoot, 'test-results', `${config.replaceAll('/', '-')}.json`)
  rmSync(report, { force: true })
  const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await runCommand(
    repositoryRoot,
    process.execPath,
    [vitest, 'run', `--config=${config}`, ...reporters, ...filters],
    { show: true },
  )
  return tally(readReport(report), code)
}

function readReport(file: string): JsonObject | undefined {
  try {
    return findJsonObject(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A file that could not be loaded and an error outside any test count as one failure each; so does a run without tests. */
export function tally(report: JsonObject | undefined, exitCode: number): Tally {
  const files = listOf(report?.['testResults'])
  const tests = files.flatMap((file) => listOf(file['assertionResults']))
  const passed = tests.filter((test) => test['status'] === 'passed').length
  const skipped = tests.filter((test) =>
    ['skipped', 'pending', 'todo', 'disabled'].includes(String(test['status'])),
  )
  const broken = files.filter(
    (file) => file['status'] === 'failed' && !listOf(file['assertionResults']).some(hasFailed),
  )
  const failed = tests.filter(hasFailed).length + broken.length
  const unaccounted = failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : 0
  return { passed, failed: failed + unaccounted, skipped: skipped.map((test) => String(test['fullName'])) }
}

function hasFailed(test: JsonObject): boolean {
  return test['status'] === 'failed'
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
