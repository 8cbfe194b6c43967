import { expect, test } from 'vitest'
import { boundaryFaults } from './boundaries.ts'
import { fileNameFaults } from './file-names.ts'
import { importsOf } from './imports-of.ts'
import { singleImporterFaults } from './single-importers.ts'

const file = (path: string, text: string) => ({ path, text })
const packageFile = (folder: string, dependencies: string[], devDependencies: string[] = []) => {
  const versions = (names: string[]) => Object.fromEntries(names.map((name) => [name, 'catalog:']))
  return file(
    `${folder}/package.json`,
    JSON.stringify({ dependencies: versions(dependencies), devDependencies: versions(devDependencies) }),
  )
}

test('sees every way to import, and no import in a comment or a string', () => {
  const text = `
    import a from 'a'
    import type { B } from "b"
    import 'c'
    import {
      d,
    } from 'd/inner'
    export * from './e.ts'
    export type { F } from './f.ts'
    const g = await import('g')
    // import h from 'h'
    /* import i from 'i' */
    const address = 'https://example.org' // import j from 'j'
  `
  expect(importsOf(text)).toEqual(['a', 'b', 'c', 'd/inner', './e.ts', './f.ts', 'g'])
})

test('web must not reach the database, neither by declaration nor by import', () => {
  const faults = boundaryFaults(
    [file('web/src/lib/x.ts', "import { migrate } from '@cuepoint/db'")],
    [packageFile('web', ['@cuepoint/db', '@cuepoint/domain'])],
  )
  expect(faults).toEqual([
    'web/package.json: may not depend on @cuepoint/db',
    'web/src/lib/x.ts: may not import @cuepoint/db',
  ])
})

test('what the table allows is no fault', () => {
  const faults = boundaryFaults(
    [
      file(
        'services/api/src/clips/routes.ts',
        "import { x } from '@cuepoint/jobs/producer'\nimport { y } from '../plugins/y.ts'",
      ),
      file('services/api/src/clips/routes.test.ts', "import { createTestDatabase } from '@cuepoint/testing'"),
    ],
    [packageFile('services/api', ['@cuepoint/jobs'], ['@cuepoint/testing'])],
  )
  expect(faults).toEqual([])
})

test.each([
  ['services/api/src/x.ts', '@cuepoint/jobs/consumer', 'services/api'],
  ['workers/src/x.ts', '@cuepoint/jobs/producer', 'workers'],
  ['services/contracts/src/x.ts', '@cuepoint/db', 'services/contracts'],
  ['services/db/src/x.ts', '@cuepoint/testing', 'services/db'],
])('%s may not import %s', (path, specifier, folder) => {
  const faults = boundaryFaults(
    [file(path, `import { x } from '${specifier}'`)],
    [packageFile(folder, [], [])],
  )
  expect(faults).toContain(`${path}: may not import ${specifier}`)
})

test('the domain has no dependency and nothing of Node', () => {
  const faults = boundaryFaults(
    [file('services/domain/src/x.ts', "import { readFile } from 'node:fs'")],
    [packageFile('services/domain', ['zod'])],
  )
  expect(faults).toHaveLength(2)
})

test('an undeclared package, a step out of the package and a step into another feature are faults', () => {
  const faults = boundaryFaults(
    [
      file('services/api/src/clips/a.ts', "import { z } from 'zod'"),
      file('services/api/src/clips/b.ts', "import { m } from '../../../db/src/migrate.ts'"),
      file('services/api/src/clips/c.ts', "import { r } from '../reviews/service.ts'"),
    ],
    [packageFile('services/api', [])],
  )
  expect(faults).toEqual([
    'services/api/src/clips/a.ts: zod is not among the runtime dependencies in services/api/package.json',
    'services/api/src/clips/b.ts: ../../../db/src/migrate.ts leaves its package; import the package by name',
    'services/api/src/clips/c.ts: feature clips may not reach into feature reviews; let them meet in the app',
  ])
})

test.each([
  ['workers/src/process-clip/x.ts', "import ffmpeg from 'fluent-ffmpeg'"],
  ['services/api/src/clips/x.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
  ['services/api/src/x.ts', "import { Queue } from 'bullmq'"],
  ['web/src/features/clips/x.tsx', "const videojs = await import('video.js')"],
  ['services/api/src/app.ts', 'const port = process.env.PORT'],
  ['web/src/lib/x.ts', 'const today = new Date()'],
  ['services/db/src/x.ts', 'const started = Date.now()'],
])('one importer each: %s', (path, text) => {
  expect(singleImporterFaults([file(path, text)])).toHaveLength(1)
})

test('the one place itself, a comment, a test and a type are no faults', () => {
  const faults = singleImporterFaults([
    file('workers/src/ffmpeg/run.ts', "import ffmpeg from 'fluent-ffmpeg'"),
    file('services/api/src/config.ts', 'export const env = process.env'),
    file('services/domain/src/clock.ts', 'export const nowMs = () => Date.now()'),
    file('services/db/src/x.ts', '// never new Date() here\nexport type When = Date'),
    file('services/db/src/x.test.ts', 'const fixed = new Date(0)'),
  ])
  expect(faults).toEqual([])
})

test('names that say nothing and barrels are faults; entries are not', () => {
  expect(
    fileNameFaults([
      'services/api/src/utils.ts',
      'web/src/helpers/date.ts',
      'services/db/src/types.test.ts',
      'web/src/features/clips/index.ts',
      'services/domain/src/index.ts',
      'infra/suites/s3/index.ts',
      'web/src/features/clips/clip-list.tsx',
    ]),
  ).toHaveLength(4)
})
