import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { composeFaults } from './compose.ts'
import { listFiles } from './source-files.ts'

const root = join(import.meta.dirname, '../..')
const names = [
  'docker-compose.yml',
  'infra/docker/Dockerfile',
  'infra/docker/make-env.mjs',
  'infra/docker/config.ts',
  'infra/local/bootstrap.mjs',
  'services/api/src/config.ts',
  'workers/src/config.ts',
]
const paths = await listFiles(root)

/** The faults of the repository after one change to one of its files. */
function faultsAfter(path: string, from: string | RegExp, to: string): readonly string[] {
  const files = new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]))
  const changed = (files.get(path) ?? '').replace(from, to)
  expect(changed).not.toBe(files.get(path))
  return composeFaults(files.set(path, changed), paths)
}

test.each([
  ['a setting nobody reads', 'docker-compose.yml', /QUEUE: redis/, 'QUEU: redis', 'worker sets QUEU'],
  ['a setting that is missing', 'docker-compose.yml', / {6}AUTH_SECRET: .*/, '', 'api needs AUTH_SECRET'],
  ['a tag that moves', 'docker-compose.yml', /postgres:18\.\S+/, 'postgres:latest', 'not pinned'],
  ['a user that is not said', 'docker-compose.yml', /user: redis/, 'hostname: redis', 'redis says no user'],
  ['a service that is not there', 'docker-compose.yml', '@redis:6379', '@valkey:6379', 'asks valkey'],
  ['a volume that is not declared', 'docker-compose.yml', '- scratch:/var', '- scrap:/var', 'volume scrap'],
  [
    'a port of the database',
    'docker-compose.yml',
    /shm_size: .*/,
    "ports: ['5432:5432']",
    'postgres opens a port',
  ],
  ['a health that is not checked', 'docker-compose.yml', /healthcheck:/, 'x-check:', 'no healthcheck'],
  ['a secret nobody makes', 'infra/docker/make-env.mjs', /^AUTH_SECRET=.*$/m, '', 'wants AUTH_SECRET'],
  ['a secret nobody uses', 'infra/docker/make-env.mjs', /^AUTH_SECRET/m, 'OLD=1\nAUTH_SECRET', 'writes OLD'],
  [
    'a target that is not there',
    'docker-compose.yml',
    'target: worker',
    'target: workers',
    'is built to workers',
  ],
  [
    'an image that runs as root',
    'infra/docker/Dockerfile',
    /USER node\n(?=CMD .*workers\/)/,
    '',
    'worker runs as root',
  ],
  ['a folder that is not there', 'infra/docker/Dockerfile', 'COPY web web', 'COPY site web', 'copies site'],
  ['another Node', 'infra/docker/Dockerfile', /node:24\.\d+\.\d+/, 'node:22.1.0', 'Node 22.1.0'],
])('%s is a fault', (_, path, from, to, fault) => {
  expect(faultsAfter(path, from, to).join('\n')).toContain(fault)
})

test('a comment is none', () => {
  expect(faultsAfter('docker-compose.yml', /^/, '# A remark.\n')).toEqual([])
})
