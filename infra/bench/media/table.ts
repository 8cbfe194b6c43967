import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { PlainFault } from '../../local/plain-fault.ts'
import { findJsonObject } from '../../local/read-json.ts'
import { bounds, figures } from './figures.ts'

/**
 * Prints measured figures beside their bounds, as a table of Markdown. Of several files, each a run of its own, a later
 * one's figures stand in the place of an earlier one's.
 */
export async function printTable(
  files: readonly string[],
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const paths = files.length > 0 ? files.map(fromCaller) : await besideThePage()
  const runs = await Promise.all(paths.map(readFigures))
  say(`From ${paths.map((path) => basename(path)).join(', then ')}.\n`)
  for (const line of tableOf(joined(runs))) say(line)
  return {}
}

/** A figure takes its own spread along, or its having none. */
export function joined(
  runs: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>> {
  const all: Map<string, unknown> = new Map()
  for (const run of runs)
    for (const [key, value] of Object.entries(run)) {
      for (const end of ['Least', 'Most']) if (!(key + end in run)) all.delete(key + end)
      all.set(key, value)
    }
  return Object.fromEntries(all)
}

const fromCaller = (file: string): string => resolve(process.env['INIT_CWD'] ?? '.', file)

/** `figures.json` is a run of everything; `figures.since.json`, where it is there, one of some pieces after it. */
async function besideThePage(): Promise<readonly string[]> {
  const names = (await readdir(import.meta.dirname)).filter((name) => /^figures\..*json$/.test(name))
  return names.toSorted().map((name) => join(import.meta.dirname, name))
}

async function readFigures(path: string): Promise<Readonly<Record<string, unknown>>> {
  const read = findJsonObject(await readFile(path, 'utf8').catch(() => ''))
  if (read === undefined)
    throw new PlainFault(`${path} holds no figures. Next: npm run bench -- media --json ${path}`)
  return read
}

export function tableOf(read: Readonly<Record<string, unknown>>): readonly string[] {
  const text = (key: string): string => (typeof read[key] === 'number' ? String(read[key]) : 'not measured')
  const spread = (key: string): string =>
    `${key}Least` in read ? `${text(`${key}Least`)} to ${text(`${key}Most`)}` : ''
  const bound = (key: string): string => {
    const { atMost, atLeast } = bounds[key] ?? {}
    return atMost !== undefined ? `<= ${atMost}` : atLeast !== undefined ? `>= ${atLeast}` : ''
  }
  const means = new Map(figures.map((figure) => [figure.key, figure.means]))
  const keys = [...new Set([...figures.map(({ key }) => key), ...Object.keys(bounds), ...Object.keys(read)])]
  return [
    '| key | figure | spread | bound | what |',
    '| --- | --- | --- | --- | --- |',
    ...keys
      .filter((key) => !/(Least|Most)$/.test(key))
      .map(
        (key) => `| \`${key}\` | ${text(key)} | ${spread(key)} | ${bound(key)} | ${means.get(key) ?? ''} |`,
      ),
  ]
}
