import type { Check } from './check.ts'
import { type ComposeFile, readComposeFile, type Service } from './compose-file.ts'
import { isPinned, readStages, type Stage } from './dockerfile.ts'
import { withoutComments } from './imports-of.ts'
import { listFiles, readFiles } from './source-files.ts'

/** Which file reads the environment of which service. The others are not ours. */
const readers: Readonly<Record<string, string>> = {
  prepare: 'infra/docker/config.ts',
  api: 'services/api/src/config.ts',
  worker: 'workers/src/config.ts',
}
/** Ends itself on a fault; it has no port that could be asked. */
const withoutHealthcheck = new Set(['worker'])

const wanted =
  /^(docker-compose\.yml|infra\/docker\/(Dockerfile|make-env\.mjs|config\.ts)|infra\/local\/bootstrap\.mjs|(services\/api|workers)\/src\/config\.ts)$/

export const compose: Check = {
  name: 'compose file and images',
  run: async (root) => {
    const files = new Map((await readFiles(root, wanted)).map(({ path, text }) => [path, text]))
    return { faults: composeFaults(files, await listFiles(root)) }
  },
}

/** What would only show on a machine with Docker: settings nobody reads, parts nobody declares, tags that move. */
export function composeFaults(
  files: ReadonlyMap<string, string>,
  paths: readonly string[],
): readonly string[] {
  const text = (path: string): string => files.get(path) ?? ''
  const file = readComposeFile(text('docker-compose.yml'))
  const stages = readStages(text('infra/docker/Dockerfile'))
  return [
    ...file.services.flatMap((service) => [
      ...settingFaults(service, text(readers[service.name] ?? '')),
      ...wiringFaults(service, file),
      ...imageFaults(service, stages),
    ]),
    ...declarationFaults(file),
    ...substitutionFaults(file, text('infra/docker/make-env.mjs')),
    ...buildFaults(stages, paths),
    ...mountFaults(file, paths),
    ...versionFaults(text('infra/docker/Dockerfile'), text('infra/local/bootstrap.mjs')),
  ]
}

const at = (service: Service, fault: string): string => `docker-compose.yml: ${service.name} ${fault}`

function settingFaults(service: Service, config: string): readonly string[] {
  if (config === '') return []
  const code = withoutComments(config)
  const given = Object.keys(service.environment)
  const read = new Set(
    [...code.matchAll(/['"]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)['"]/g)].map((match) => match[1] ?? ''),
  )
  // Read without anything to fall back on: text('NAME') and url('NAME', [...]).
  const needed = /\b(?:text|passwordIn|url)\(\s*'([A-Z0-9_]+)'(?:,\s*\[[^\]]*\])?\s*,?\s*\)/g
  const required = [...code.matchAll(needed)].map((match) => match[1] ?? '')
  return [
    ...given
      .filter((name) => !read.has(name))
      .map((name) => at(service, `sets ${name}, which it does not read`)),
    ...required.filter((name) => !given.includes(name)).map((name) => at(service, `needs ${name}`)),
  ]
}

function wiringFaults(service: Service, file: ComposeFile): readonly string[] {
  const faults: string[] = []
  for (const [name, condition] of Object.entries(service.dependsOn)) {
    const other = file.services.find((each) => each.name === name)
    if (!other) faults.push(at(service, `waits for ${name}, which is not there`))
    else if (condition === 'service_healthy' && !other.hasHealthcheck)
      faults.push(at(service, `waits for the health of ${name}, which has no check`))
    else if (condition === 'service_completed_successfully' && !other.runsOnce)
      faults.push(at(service, `waits for the end of ${name}, which does not end`))
  }
  if (!service.hasHealthcheck && !service.runsOnce && !withoutHealthcheck.has(service.name))
    faults.push(at(service, 'has no healthcheck'))
  if (service.ports.length > 0 && service.name !== 'api')
    faults.push(at(service, 'opens a port; only the API is reached from outside'))
  // Addresses between the services are made of their names.
  for (const value of Object.values(service.environment))
    for (const [, host = ''] of value.matchAll(/^\w+:\/\/(?:[^@/]*@)?([a-z]+):\d+/g))
      if (!file.services.some((each) => each.name === host))
        faults.push(at(service, `asks ${host}, which is not there`))
  return faults
}

function imageFaults(service: Service, stages: readonly Stage[]): readonly string[] {
  if (!service.build) {
    const faults = isPinned(service.image)
      ? []
      : [at(service, `takes ${service.image}, whose version is not pinned`)]
    return service.user ? faults : [...faults, at(service, 'says no user')]
  }
  const { target } = service.build
  const stage = stages.find((each) => each.name === target)
  if (!stage) return [at(service, `is built to ${target}, which is not in infra/docker/Dockerfile`)]
  return stage.user === undefined || /^(root|0)(:|$)/.test(stage.user)
    ? [`infra/docker/Dockerfile: ${target} runs as root`]
    : []
}

function declarationFaults({ services, volumes, networks }: ComposeFile): readonly string[] {
  const compare = (kind: string, declared: readonly string[], used: ReadonlySet<string>): string[] => [
    ...[...used]
      .filter((name) => !declared.includes(name))
      .map((name) => `docker-compose.yml: ${kind} ${name} is not declared`),
    ...declared
      .filter((name) => !used.has(name))
      .map((name) => `docker-compose.yml: ${kind} ${name} is used by nobody`),
  ]
  return [
    ...compare('volume', volumes, new Set(services.flatMap((service) => service.volumes))),
    ...compare('network', networks, new Set(services.flatMap((service) => service.networks))),
  ]
}

function substitutionFaults({ substitutions }: ComposeFile, maker: string): readonly string[] {
  const made = [...maker.matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? '')
  const used = new Set(substitutions.map(({ name }) => name))
  const optional = new Set(substitutions.filter(({ hasDefault }) => hasDefault).map(({ name }) => name))
  return [
    ...[...used]
      .filter((name) => !made.includes(name) && !optional.has(name))
      .map((name) => `docker-compose.yml: wants ${name}, which infra/docker/make-env.mjs does not write`),
    ...made
      .filter((name) => !used.has(name))
      .map((name) => `infra/docker/make-env.mjs: writes ${name}, which docker-compose.yml does not use`),
  ]
}

function buildFaults(stages: readonly Stage[], paths: readonly string[]): readonly string[] {
  const names = stages.map(({ name }) => name)
  return stages.flatMap((stage) => [
    ...(names.includes(stage.from) || isPinned(stage.from)
      ? []
      : [`infra/docker/Dockerfile: ${stage.from} is not pinned`]),
    ...missing(stage.copied, paths).map(
      (path) => `infra/docker/Dockerfile: copies ${path}, which is not there`,
    ),
  ])
}

const mountFaults = ({ services }: ComposeFile, paths: readonly string[]): readonly string[] =>
  services.flatMap((service) =>
    missing(service.mounted, paths).map((path) => at(service, `mounts ${path}, which is not there`)),
  )

const missing = (wanted: readonly string[], paths: readonly string[]): readonly string[] =>
  wanted.filter((path) => !paths.some((each) => each === path || each.startsWith(`${path}/`)))

/** The images run what `npm start` runs. */
function versionFaults(dockerfile: string, bootstrap: string): readonly string[] {
  const pinned = (name: string): string =>
    new RegExp(`${name}_VERSION = '([^']+)'`).exec(bootstrap)?.[1] ?? ''
  const nodes = [...dockerfile.matchAll(/\bnode:(\d[\d.]*)/g)].map((match) => match[1] ?? '')
  const pnpm = /\bpnpm@(\d[\d.]*)/.exec(dockerfile)?.[1]
  return [
    ...nodes
      .filter((version) => version !== pinned('NODE'))
      .map(
        (version) =>
          `infra/docker/Dockerfile: Node ${version}, where infra/local/bootstrap.mjs has ${pinned('NODE')}`,
      ),
    ...(pnpm === pinned('PNPM')
      ? []
      : [`infra/docker/Dockerfile: pnpm ${pnpm}, where infra/local/bootstrap.mjs has ${pinned('PNPM')}`]),
  ]
}
