import { problemStatus } from '@cuepoint/contracts'
import { errorCodes } from '@cuepoint/domain'
import { expect, test } from 'vitest'
import { buildApp } from '../app.ts'
import { depsWithoutServices } from '../testing/deps-without-services.ts'

const app = await buildApp(depsWithoutServices())
const document = app.describeApi()

type ProblemSchema = { allOf: [unknown, { properties: { code: { enum: string[] } } }] }

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method} ${path}`,
    open: operation['security'] === undefined,
    answers: Object.entries(operation.responses).map(([status, response]) => {
      const own =
        '$ref' in response ? document.components.responses[response.$ref.split('/').at(-1) ?? ''] : response
      const schema = own?.content?.['application/problem+json']?.schema as ProblemSchema | undefined
      return { status: Number(status), codes: schema?.allOf[1].properties.code.enum ?? [] }
    }),
  })),
)

test('the document in the repository is the one that is served (vitest -u writes it anew)', async () => {
  const served = (await app.inject('/api/openapi.json')).json<object>()
  expect(served).toEqual(JSON.parse(JSON.stringify(document)))
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../openapi.json')
})

test('every operation says what it answers when all is well, and names each refusal by its codes', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(operations.length).toBeGreaterThan(60)
  const speechless = operations.filter(({ answers }) => !answers.some(({ status }) => status < 300))
  // 416 has no words: a player asked for bytes beyond the end.
  const unnamed = operations.filter(({ answers }) =>
    answers.some(({ status, codes }) => status >= 400 && status !== 416 && codes.length === 0),
  )
  expect([...speechless, ...unnamed].map(({ name }) => name)).toEqual([])
})

test('every code of the domain can be met somewhere, under its own status', () => {
  const met = new Set(
    operations.flatMap(({ answers }) =>
      answers.flatMap(({ status, codes }) => codes.map((code) => `${status} ${code}`)),
    ),
  )
  expect([...met].sort()).toEqual(errorCodes.map((code) => `${problemStatus[code]} ${code}`).sort())
})

test('only what a stranger needs is open to strangers', () => {
  expect(
    operations
      .filter(({ open }) => open)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([
    'get /api/health',
    'get /api/openapi.json',
    'post /api/invitations/accept',
    'post /api/invitations/preview',
    'post /api/password-resets',
    'post /api/password-resets/complete',
    'post /api/session',
  ])
})
