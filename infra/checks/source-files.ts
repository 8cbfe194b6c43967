import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Fetched, built or left behind; never the repository's own. */
const notOurs = new Set(['node_modules', 'dist', '.data', '.cache', 'test-results', '.git'])

export type SourceFile = { readonly path: string; readonly text: string }

/** The repository's own files with their text; paths relative to the root, with `/`. */
export async function readFiles(root: string, wanted: RegExp): Promise<readonly SourceFile[]> {
  const paths = (await listFiles(root)).filter((path) => wanted.test(path))
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  )
}

/** Walked rather than asked of git, which a machine that was given an archive does not have. */
export async function listFiles(root: string, folder = ''): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const found = await Promise.all(
    entries
      .filter((entry) => !notOurs.has(entry.name))
      .map(async (entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        return entry.isDirectory() ? await listFiles(root, path) : [path]
      }),
  )
  return found.flat().sort()
}

/** Code, without the checks' own tests: those hold bad examples as text. */
export const codeFiles = /^(?!infra\/checks\/.*\.test\.ts$).*\.(ts|tsx|mts|mjs|js)$/

/** A test, what only tests import, or the story in the browser. */
export function isTestFile(path: string): boolean {
  return (
    /\.(test|spec)\.tsx?$/.test(path) ||
    path.startsWith('services/testing/') ||
    /^(web\/e2e|[^/]+(\/[^/]+)?\/src\/testing)\//.test(path)
  )
}
