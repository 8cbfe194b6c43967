import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PlainFault } from '../../local/plain-fault.ts'
import { findJsonObject } from '../../local/read-json.ts'
import { bounds, figures } from './figures.ts'

/** Prints measured figures beside their bounds, as a table of Markdown. */
export async function printTable(
  file: string | undefined,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const path =
    file === undefined
      ? join(import.meta.dirname, 'figures.json')
      : resolve(process.env['INIT_CWD'] ?? '.', file)
  const read = findJsonObject(await readFile(path, 'utf8').catch(() => ''))
  if (read === undefined)
    throw new PlainFault(`${path} holds no figures. Next: npm run bench -- media --json ${path}`)
  for (const line of tableOf(read)) say(line)
  return {}
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
