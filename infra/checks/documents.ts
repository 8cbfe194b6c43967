import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import type { Check } from './check.ts'
import { listFiles, readFiles, type SourceFile } from './source-files.ts'

export const documents: Check = {
  name: 'paths and commands in documents',
  run: async (root) => {
    const paths = await listFiles(root)
    const [manifest] = await readFiles(root, /^package\.json$/)
    const { scripts } = JSON.parse(manifest?.text ?? '{}') as { scripts?: Record<string, string> }
    return {
      faults: documentFaults(await readFiles(root, /\.md$/), { paths, scripts: Object.keys(scripts ?? {}) }),
    }
  },
}

export type House = { readonly paths: readonly string[]; readonly scripts: readonly string[] }

/** What a document names and the repository does not have: files and folders, npm scripts, suites and measurements. */
export function documentFaults(files: readonly SourceFile[], house: House): readonly string[] {
  const folders = new Set(house.paths.flatMap(parents))
  const exists = (path: string): boolean => house.paths.includes(path) || folders.has(path)
  return files.flatMap(({ path, text }) =>
    [
      ...spans(text).flatMap((span) => [
        ...pathsIn(span).filter((named) => !exists(named)),
        ...commandFaults(span, house, exists),
      ]),
      ...linksIn(text).filter((link) => !exists(posix.join(posix.dirname(path), link)) && !existsSync(link)),
    ].map((named) => `${path}: names ${named}, which is not there`),
  )
}

/** Code spans and code blocks: only there is a word meant to be taken literally. */
function spans(text: string): readonly string[] {
  const blocks = [...text.matchAll(/```[^\n]*\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
  const inline = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(
    (match) => match[1] ?? '',
  )
  return [...blocks.flatMap((block) => block.split('\n')), ...inline]
}

/** Paths of this repository; one with a gap in it (`<noun>`, `*`, `…`) stands for many and is not looked for. */
function pathsIn(span: string): readonly string[] {
  return span
    .split(/[\s,;()"'=]+/)
    .map((word) =>
      word
        .replace(/^\.\//, '')
        .replace(/[:.]+$/, '')
        .replace(/\/$/, ''),
    )
    .filter(
      (word) =>
        /^(services|workers|web|infra|\.ci)\/[\w@./-]+$/.test(word) &&
        !/(^|\/)(dist|node_modules)(\/|$)/.test(word),
    )
}

function commandFaults(span: string, house: House, exists: (path: string) => boolean): readonly string[] {
  const faults: string[] = []
  for (const [, name = ''] of span.matchAll(/\bnpm run ([\w:-]+)/g))
    if (!house.scripts.includes(name)) faults.push(`npm run ${name}`)
  for (const [, name = ''] of span.matchAll(/\bnpm (start|test)\b/g))
    if (!house.scripts.includes(name)) faults.push(`npm ${name}`)
  for (const [, kind = '', name = ''] of span.matchAll(/\bnpm run (suite|bench) -- ([a-z][\w-]*)/g)) {
    const folder = kind === 'suite' ? 'infra/suites' : 'infra/bench'
    if (!exists(`${folder}/${name}/index.ts`)) faults.push(`${folder}/${name}`)
  }
  return faults
}

function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
}

function parents(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
