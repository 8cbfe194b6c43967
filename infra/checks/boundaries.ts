import { posix } from 'node:path'
import { importsOf, packageOf } from './imports-of.ts'
import { isTestFile, type SourceFile } from './source-files.ts'

/** Who may use whom. A package that is not named here does not exist. */
export const allowed: Readonly<Record<string, readonly string[]>> = {
  'services/domain': [],
  'services/contracts': ['@cuepoint/domain'],
  'services/db': ['@cuepoint/domain'],
  'services/storage': ['@cuepoint/domain'],
  'services/jobs': ['@cuepoint/domain'],
  'services/mail': ['@cuepoint/domain'],
  'services/api': [
    '@cuepoint/domain',
    '@cuepoint/contracts',
    '@cuepoint/contracts/problem-text',
    '@cuepoint/db',
    '@cuepoint/storage',
    '@cuepoint/jobs',
    '@cuepoint/jobs/producer',
    '@cuepoint/mail',
  ],
  workers: [
    '@cuepoint/domain',
    '@cuepoint/db',
    '@cuepoint/storage',
    '@cuepoint/jobs',
    '@cuepoint/jobs/consumer',
    '@cuepoint/mail',
  ],
  web: ['@cuepoint/domain', '@cuepoint/contracts'],
  // Tests and local running only: they see the parts they arrange.
  'services/testing': ['@cuepoint/domain', '@cuepoint/db', '@cuepoint/storage', '@cuepoint/infra/local'],
  infra: ['@cuepoint/*'],
}

/** Folders whose subfolders are features: they meet in the app, never in each other. */
const features = ['web/src/features', 'services/api/src', 'workers/src']
/** What looks like a feature by its place but is the ground features stand on. */
const shared = [
  'services/api/src/plugins',
  'services/api/src/http',
  // Who is signed in is what every other noun starts from.
  'services/api/src/session',
  'workers/src/ffmpeg',
  'workers/src/claimed',
  'workers/src/original',
  'workers/src/publishing',
  'web/src/features/player',
]

export type PackageFile = SourceFile

/** Every import and every declared dependency that the table does not allow. */
export function boundaryFaults(
  files: readonly SourceFile[],
  packageFiles: readonly PackageFile[],
): readonly string[] {
  const declared = new Map(packageFiles.map((file) => [posix.dirname(file.path), dependencies(file.text)]))
  return [
    ...packageFiles.flatMap((file) =>
      declarationFaults(posix.dirname(file.path), declared.get(posix.dirname(file.path))),
    ),
    ...files.flatMap((file) =>
      importsOf(file.text).flatMap((specifier) => importFaults(file.path, specifier, declared)),
    ),
  ]
}

type Dependencies = { readonly runtime: readonly string[]; readonly development: readonly string[] }

function dependencies(text: string): Dependencies {
  const parsed = JSON.parse(text) as Record<string, Record<string, string> | undefined>
  const namesOf = (field: string): string[] => Object.keys(parsed[field] ?? {})
  return {
    runtime: [...namesOf('dependencies'), ...namesOf('optionalDependencies')],
    development: [...namesOf('devDependencies')],
  }
}

function declarationFaults(folder: string, found: Dependencies | undefined): readonly string[] {
  if (folder === '.' || !found) return []
  const may = allowed[folder]
  if (!may)
    return [`${folder}/package.json: a package that the table in infra/checks/boundaries.ts does not know`]
  const faults = found.runtime
    .filter((name) => name.startsWith('@cuepoint/') && !permits(may, name))
    .map((name) => `${folder}/package.json: may not depend on ${name}`)
  const foreign =
    folder === 'services/domain' ? found.runtime.filter((name) => !name.startsWith('@cuepoint/')) : []
  return [
    ...faults,
    ...foreign.map((name) => `${folder}/package.json: the domain has no dependency, not even ${name}`),
  ]
}

function importFaults(
  path: string,
  specifier: string,
  declared: ReadonlyMap<string, Dependencies>,
): readonly string[] {
  const folder = packageFolder(path, [...declared.keys()])
  if (folder === undefined) return []
  if (specifier.startsWith('.')) return relativeFaults(path, specifier, folder)
  const runsInBrowser = ['services/domain', 'services/contracts', 'web'].includes(folder)
  const ofNode = specifier.startsWith('node:')
  if (ofNode)
    return runsInBrowser && !isTestFile(path) && !isConfig(path)
      ? [`${path}: ${specifier} does not exist in a browser`]
      : []
  const name = packageOf(specifier)
  if (name === undefined) return []
  const known = declared.get(folder)
  const exempt = isTestFile(path) || isConfig(path) || folder === 'infra' || folder === '.'
  const faults: string[] = []
  if (name.startsWith('@cuepoint/')) {
    const may = [
      ...(allowed[folder] ?? []),
      ...(isTestFile(path) ? ['@cuepoint/testing', '@cuepoint/testing/*', '@cuepoint/infra/*'] : []),
    ]
    if (folder !== '.' && !permits(may, specifier)) faults.push(`${path}: may not import ${specifier}`)
  }
  const declaredHere = [...(known?.runtime ?? []), ...(exempt ? (known?.development ?? []) : [])]
  const typesOnly = known?.development.includes(`@types/${name.replace('@', '').replace('/', '__')}`) ?? false
  if (!declaredHere.includes(name) && !typesOnly && !isSelf(folder, name)) {
    faults.push(
      `${path}: ${name} is not among the ${exempt ? '' : 'runtime '}dependencies in ${folder}/package.json`,
    )
  }
  return faults
}

function relativeFaults(path: string, specifier: string, folder: string): readonly string[] {
  const target = posix.join(posix.dirname(path), specifier)
  if (folder !== '.' && !target.startsWith(`${folder}/`))
    return [`${path}: ${specifier} leaves its package; import the package by name`]
  for (const home of features) {
    const [from, to] = [featureOf(home, path), featureOf(home, target)]
    if (from === undefined || to === undefined || from === to || isTestFile(path)) continue
    return [`${path}: feature ${from} may not reach into feature ${to}; let them meet in the app`]
  }
  return []
}

function featureOf(home: string, path: string): string | undefined {
  if (!path.startsWith(`${home}/`)) return undefined
  const [name = '', rest] = path.slice(home.length + 1).split('/')
  return rest === undefined || shared.includes(`${home}/${name}`) ? undefined : name
}

function packageFolder(path: string, folders: readonly string[]): string | undefined {
  return folders
    .filter((folder) => folder === '.' || path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.length - a.length)[0]
}

function permits(may: readonly string[], specifier: string): boolean {
  return may.some((entry) =>
    entry.endsWith('/*')
      ? specifier.startsWith(entry.slice(0, -1))
      : entry === specifier || entry.startsWith(`${specifier}/`),
  )
}

function isSelf(folder: string, name: string): boolean {
  const own = folder === 'workers' ? '@cuepoint/worker' : `@cuepoint/${posix.basename(folder)}`
  return name === own
}

function isConfig(path: string): boolean {
  return /\.config\.(ts|mts|js|mjs)$/.test(path)
}
