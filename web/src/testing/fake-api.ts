import type { AnswerOf, BodyOf, ParamsOf, RouteKey } from '../lib/api/surface.ts'

/** What a test says a route answers. Throw a FakeProblem to refuse. */
export type FakeRoutes = {
  [Route in RouteKey]?: (call: { params: ParamsOf<Route>; body: BodyOf<Route> }) => AnswerOf<Route>
}

export class FakeProblem extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(status: number, code: string, details: Record<string, unknown> = {}) {
    super(code)
    this.status = status
    this.code = code
    this.details = details
  }
}

type Handler = (call: { params: Record<string, string>; body: unknown }) => unknown

/** Answers one request the way the API would; a route the test has not named is a 404. */
export function answerCall(
  routes: FakeRoutes,
  call: { method: string; path: string; body: unknown },
): { status: number; body: unknown } {
  for (const [route, handler] of Object.entries(routes)) {
    const [method = '', pattern = ''] = route.split(' ')
    const params = method === call.method ? match(pattern, call.path) : undefined
    if (!params) continue
    try {
      const body = (handler as Handler)({ params, body: call.body })
      return body === undefined ? { status: 204, body: undefined } : { status: 200, body }
    } catch (error) {
      if (!(error instanceof FakeProblem)) throw error
      return problem(error)
    }
  }
  return problem(new FakeProblem(404, 'not-found'))
}

const problem = ({ status, code, details }: FakeProblem) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, details, requestId: 'test-request' },
})

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.replace(/^\/api/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return params
}
