import { Problem, problemStatus } from '@cuepoint/contracts'
import { problemText } from '@cuepoint/contracts/problem-text'
import { CuepointError, type ErrorCode, type Language, pickLanguage } from '@cuepoint/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { Type } from 'typebox'
import { toCuepointError } from './error-code.ts'

/** One problem response as OpenAPI wants it, listing the codes it may carry. */
const problemWith = (codes: readonly ErrorCode[]) => ({
  description: codes.join(', '),
  content: {
    'application/problem+json': {
      schema: Type.Object(
        { ...Problem.properties, code: Type.Enum([...codes]) },
        { additionalProperties: false },
      ),
    },
  },
})
export type ProblemResponse = ReturnType<typeof problemWith>

/**
 * The `response` entries for the refusals a route may answer with, by status. What every route of its kind may
 * answer (a broken body, no session, no right, nothing there, trouble inside) is added by itself.
 */
export function problems(...codes: ErrorCode[]): Record<'4xx' | '5xx', ProblemResponse> {
  const byStatus = Map.groupBy(new Set(codes), (code) => problemStatus[code])
  const entries = [...byStatus].map(([status, group]) => [status, problemWith(group)] as const)
  // The type names the classes of statuses, so that handlers know them without a literal type for each code.
  return Object.fromEntries(entries) as Record<'4xx' | '5xx', ProblemResponse>
}

/** The codes that a route's response schemas declare. */
export function declaredProblems(response: unknown): ErrorCode[] {
  return Object.values((response ?? {}) as Record<string, Partial<ProblemResponse>>).flatMap((each) => {
    const schema = each.content?.['application/problem+json']?.schema
    return schema ? [...schema.properties.code.enum] : []
  })
}

/** A route's own responses and its refusals; a status that is both carries either kind of body. */
function withProblems(response: unknown, codes: readonly ErrorCode[]): Record<string, unknown> {
  const own = { ...(response as Record<string, unknown> | undefined) }
  for (const [status, problem] of Object.entries(problems(...codes))) {
    const schema = own[status]
    const isSchema = schema !== undefined && declaredProblems({ [status]: schema }).length === 0
    own[status] = isSchema
      ? { ...problem, content: { 'application/json': { schema }, ...problem.content } }
      : problem
  }
  return own
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every code this route may refuse with; filled in at registration. */
    problems?: readonly ErrorCode[]
  }
}

const sentence = (request: FastifyRequest): Language =>
  request.signedIn?.language ?? pickLanguage(request.headers['accept-language'])

async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: CuepointError,
): Promise<void> {
  const status = problemStatus[error.code]
  const { title, detail } = problemText(error.code, sentence(request))
  const problem: Problem = {
    type: `urn:cuepoint:problem:${error.code}`,
    title,
    detail,
    status,
    code: error.code,
    requestId: request.id,
    ...(Object.keys(error.details).length > 0 && { details: { ...error.details } }),
  }
  const retryAfter = error.details['retryAfterSeconds']
  if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter))
  await reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem))
}

/** The line about a refusal that is missing in a route's schema. */
export const undeclaredRefusal = 'a route answered with a refusal that it does not declare'

/** Answers an error of any origin. */
export async function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const refusal = toCuepointError(error)
  if (refusal.code === 'internal') request.log.error({ err: error }, 'something went wrong inside')
  else if (refusal.code === 'service-unavailable') request.log.warn({ err: error }, 'a part is out of reach')
  if (!(request.routeOptions.config?.problems ?? [refusal.code]).includes(refusal.code))
    request.log.error({ code: refusal.code, req: request }, undeclaredRefusal)
  await sendProblem(request, reply, refusal)
}

/** Turns every error into RFC 9457 problem+json in the reader's language, and declares the refusals of each route. */
export const problemPlugin = fastifyPlugin(
  async (app) => {
    app.addHook('onRoute', (route) => {
      const access = route.config?.access
      const always: ErrorCode[] = ['internal', 'service-unavailable']
      const { params, body, querystring } = route.schema ?? {}
      if (params ?? body ?? querystring) always.push('bad-request')
      if (access !== 'public') always.push('not-signed-in')
      if (typeof access === 'object' && access.id) always.push('not-allowed', 'not-found')
      if (route.method !== 'GET' && route.method !== 'HEAD') always.push('not-allowed')
      const response = route.schema?.response
      const codes = [...new Set([...declaredProblems(response), ...always])].sort()
      route.schema = { ...route.schema, response: withProblems(response, codes) }
      route.config = { ...route.config, problems: codes }
    })

    app.setErrorHandler(answerError)

    app.setNotFoundHandler(async (request, reply) => {
      await sendProblem(request, reply, new CuepointError('not-found'))
    })
  },
  { name: 'problem' },
)
