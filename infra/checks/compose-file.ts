import { parse } from 'yaml'

export type Service = {
  readonly name: string
  readonly image: string
  readonly user: string | undefined
  readonly build: { readonly dockerfile: string; readonly target: string } | undefined
  readonly environment: Readonly<Record<string, string>>
  /** Name of the other service and what has to be true of it. */
  readonly dependsOn: Readonly<Record<string, string>>
  /** Named volumes only. */
  readonly volumes: readonly string[]
  /** Files of the repository that are mounted. */
  readonly mounted: readonly string[]
  readonly networks: readonly string[]
  readonly ports: readonly string[]
  readonly hasHealthcheck: boolean
  readonly runsOnce: boolean
}

export type ComposeFile = {
  readonly services: readonly Service[]
  readonly volumes: readonly string[]
  readonly networks: readonly string[]
  /** `${NAME}` with whether something stands in for it when it is not set. */
  readonly substitutions: readonly { readonly name: string; readonly hasDefault: boolean }[]
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const objectOf = (value: unknown): Json => (isObject(value) ? value : {})

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(textOf) : [])

function serviceOf(name: string, value: unknown): Service {
  const service = objectOf(value)
  const build = objectOf(service['build'])
  const sources = listOf(service['volumes']).map((volume) => volume.split(':')[0] ?? '')
  return {
    name,
    image: textOf(service['image']),
    user: textOf(service['user']) || undefined,
    build: isObject(service['build'])
      ? { dockerfile: textOf(build['dockerfile']), target: textOf(build['target']) }
      : undefined,
    environment: Object.fromEntries(
      Object.entries(objectOf(service['environment'])).map(([key, each]) => [key, textOf(each)]),
    ),
    dependsOn: Object.fromEntries(
      Object.entries(objectOf(service['depends_on'])).map(([key, each]) => [
        key,
        textOf(objectOf(each)['condition']),
      ]),
    ),
    volumes: sources.filter((source) => !source.startsWith('.')),
    mounted: sources.filter((source) => source.startsWith('./')).map((source) => source.slice(2)),
    networks: listOf(service['networks']),
    ports: listOf(service['ports']),
    hasHealthcheck: isObject(service['healthcheck']),
    runsOnce: service['restart'] === 'no',
  }
}

/** Reads docker-compose.yml as far as the checks need it. Throws what the YAML parser throws. */
export function readComposeFile(text: string): ComposeFile {
  const document = objectOf(parse(text))
  // `$$` is a dollar of the command's own.
  const substitutions = [...text.replaceAll('$$', '').matchAll(/\$\{([A-Z][A-Z0-9_]*)(:?-)?/g)]
  return {
    services: Object.entries(objectOf(document['services'])).map(([name, service]) =>
      serviceOf(name, service),
    ),
    volumes: Object.keys(objectOf(document['volumes'])),
    networks: Object.keys(objectOf(document['networks'])),
    substitutions: substitutions.map(([, name = '', fallback]) => ({
      name,
      hasDefault: fallback !== undefined,
    })),
  }
}
