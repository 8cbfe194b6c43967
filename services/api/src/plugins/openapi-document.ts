import { Problem } from '@cuepoint/contracts'

type Json = Record<string, unknown>
type Response = { description?: string; content?: Record<string, { schema?: unknown }> }
type Operation = {
  responses: Record<string, Response | { $ref: string }>
  parameters?: { name: string }[]
} & Json
export type ApiDocument = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Json> & { responses: Record<string, Response> }
} & Json

const problemType = 'application/problem+json'

/**
 * Brings the collected document into the form that we publish: the shape of a problem stands there once, a refusal that
 * many routes share stands there once under its codes, and the rest of a path has a name. Returns a new document.
 */
export function publishedDocument(collected: object): ApiDocument {
  const document = structuredClone(collected) as ApiDocument
  const shared: Record<string, Response> = {}
  document.paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [path.replace('{*}', '{file}'), item]),
  )
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) {
      for (const parameter of operation.parameters ?? []) if (parameter.name === '*') parameter.name = 'file'
      for (const [status, response] of Object.entries(operation.responses)) {
        if ('$ref' in response) continue
        operation.responses[status] = shareProblem(response, shared)
      }
    }
  }
  document.components['schemas'] = { Problem }
  document.components.responses = Object.fromEntries(
    Object.entries(shared).sort(([one], [other]) => (one < other ? -1 : 1)),
  )
  return document
}

function shareProblem(response: Response, shared: Record<string, Response>): Response | { $ref: string } {
  const content = response.content?.[problemType]
  if (!content) return response
  const { properties } = content.schema as { properties: { code: { enum: string[] } } }
  content.schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: properties.code } }],
  }
  // A status that is also an answer of the route's own stays in its place.
  if (Object.keys(response.content ?? {}).length > 1) return response
  const name = properties.code.enum.join('.')
  shared[name] = response
  return { $ref: `#/components/responses/${name}` }
}
