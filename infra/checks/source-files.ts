import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type SourceFile = { readonly path: string; readonly text: string }

/** The repository's own files, tracked or about to be, with their text; paths relative to the root, with `/`. */
export async function readFiles(root: string, wanted: RegExp): Promise<readonly SourceFile[]> {
  const paths = (await listFiles(root)).filter((path) => wanted.test(path))
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  )
}

/** What git knows or would add, so that data, caches and built files never count. */
export async function listFiles(root: string): Promise<readonly string[]> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 100_000_000,
  })
  return [...new Set(stdout.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path))).sort()
}

/** Code, without the checks' own tests: those hold bad examples as text. */
export const codeFiles = /^(?!infra\/checks\/.*\.test\.ts$).*\.(ts|tsx|mts|mjs|js)$/

/** A test, what only tests import, or the story in the browser. */
export function isTestFile(path: string): boolean {
  return (
    /\.(test|spec)\.tsx?$/.test(path) ||
    path.startsWith('services/testing/') ||
    /^web\/(e2e|src\/testing)\//.test(path)
  )
}
