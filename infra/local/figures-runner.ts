import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PlainFault } from './plain-fault.ts'
import { isJsonObject } from './read-json.ts'
import { repositoryRoot } from './repository-root.ts'

export type Bound = { readonly atMost?: number; readonly atLeast?: number }

/** What every `index.ts` under infra/suites and infra/bench exports. */
export type FiguresModule = {
  readonly about: { readonly name: string; readonly proves: string; readonly takes: string }
  /** Between what figures have to lie, by their keys; one that was not measured is not held against its own. */
  readonly bounds?: Readonly<Record<string, Bound>>
  /** Resolves to flat figures; throws when what it proves does not hold. */
  readonly run: (options: {
    readonly args: readonly string[]
    readonly jsonFile?: string
  }) => Promise<Readonly<Record<string, number>>>
}

/** Without a name lists what there is; with one runs it, prints its figures and writes them where `--json` says. */
export async function openFigures(
  kind: 'suite' | 'bench',
  folder: string,
  args: readonly string[],
): Promise<void> {
  const modules = await loadModules(join(repositoryRoot, folder))
  const { name, jsonFile, rest } = readArguments(args)
  if (name === undefined) return list(kind, modules)
  const chosen = modules.find(({ about }) => about.name === name)
  if (!chosen) throw new PlainFault(`There is no ${kind} called ${name}. Next: npm run ${kind} lists them.`)
  const started = performance.now()
  const figures = await chosen.run({ args: rest, ...(jsonFile === undefined ? {} : { jsonFile }) })
  console.log(`\n${name}, ${((performance.now() - started) / 1000).toFixed(1)} s`)
  for (const [key, value] of Object.entries(figures))
    console.log(
      `  ${key.padEnd(32)} ${String(value).padEnd(10)} ${boundText(chosen.bounds?.[key])}`.trimEnd(),
    )
  if (jsonFile !== undefined) await writeFile(jsonFile, `${JSON.stringify(figures, null, 2)}\n`)
  const bad = [...badFigures(figures), ...missedBounds(figures, chosen.bounds ?? {})]
  if (bad.length === 0) return
  console.log(`\nnot as it should be: ${bad.join(', ')}`)
  process.exitCode = 1
}

/** Figures that count what must not be, by the last word of their name: `redisFailed`, `hung`, `orphans`. */
export function badFigures(figures: Readonly<Record<string, number>>): readonly string[] {
  const unwanted =
    /(failed|hung|crashed|wrong|differences|differencesApplicationAlone|foreignRowsPoliciesAlone|orphans|doubled|outboundConnections|foreignFilesOpened|ffmpegLeft)$/i
  return Object.entries(figures)
    .filter(([key, value]) => unwanted.test(key) && value !== 0)
    .map(([key]) => key)
}

/** The figures that lie outside their bounds; one that is no number lies nowhere. */
export function missedBounds(
  figures: Readonly<Record<string, number>>,
  bounds: Readonly<Record<string, Bound>>,
): readonly string[] {
  return Object.entries(figures)
    .filter(([key, value]) => {
      const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = bounds[key] ?? {}
      return !(value <= atMost && value >= atLeast)
    })
    .map(([key]) => key)
}

const boundText = ({ atMost, atLeast }: Bound = {}): string =>
  [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ].join(', ')

/** `NAME [--json FILE] [whatever the suite takes]`; FILE is read from where the person called. */
export function readArguments(args: readonly string[]): {
  name: string | undefined
  jsonFile: string | undefined
  rest: readonly string[]
} {
  const rest = [...args]
  const at = rest.indexOf('--json')
  const file = at >= 0 ? rest.splice(at, 2)[1] : undefined
  if (at >= 0 && file === undefined) throw new PlainFault('--json needs the name of a file.')
  const name = rest.shift()
  return {
    name,
    jsonFile: file === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', file),
    rest,
  }
}

function list(kind: string, modules: readonly FiguresModule[]): void {
  for (const { about } of modules) console.log(`${about.name.padEnd(12)} ${about.proves} (${about.takes})`)
  console.log(
    modules.length > 0 ? `\nRun one: npm run ${kind} -- NAME [--json FILE]` : `There is no ${kind} yet.`,
  )
}

async function loadModules(folder: string): Promise<readonly FiguresModule[]> {
  if (!existsSync(folder)) return []
  const modules: FiguresModule[] = []
  for (const name of (await readdir(folder)).sort()) {
    const file = join(folder, name, 'index.ts')
    if (!existsSync(file)) continue
    const module: unknown = await import(pathToFileURL(file).href)
    if (!isFiguresModule(module))
      throw new PlainFault(`${file} must export about {name, proves, takes} and run().`)
    modules.push(module)
  }
  return modules
}

function isFiguresModule(module: unknown): module is FiguresModule {
  return (
    isJsonObject(module) &&
    isJsonObject(module['about']) &&
    typeof module['about']['name'] === 'string' &&
    typeof module['run'] === 'function'
  )
}
