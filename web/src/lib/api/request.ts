import { addressOf } from './address.ts'
import { ApiProblem, problemFrom } from './problem.ts'
import type { AnswerOf, BodyOf, ParamsOf, RouteKey } from './surface.ts'

type Named<Route extends RouteKey> = keyof ParamsOf<Route> extends never
  ? { params?: never }
  : { params: ParamsOf<Route> }
type Filled<Route extends RouteKey> =
  BodyOf<Route> extends undefined ? { body?: never } : { body: BodyOf<Route> }
type Manner = {
  signal?: AbortSignal
  timeoutMs?: number
  keepalive?: boolean
  /** No other request goes over the same connection after this one. */
  lastOnConnection?: boolean
}
export type RequestOptions<Route extends RouteKey> = Named<Route> & Filled<Route> & Manner
/** The options may be left out where nothing in them is needed. */
type Given<Route extends RouteKey> =
  RequestOptions<Route> extends { params: unknown } | { body: unknown }
    ? [options: RequestOptions<Route>]
    : [options?: RequestOptions<Route>]

/** Asks the server to close the connection behind its answer; only what uploads ask for listens to it. */
export const lastOnConnectionHeader = { 'x-last-on-connection': '1' } as const
const usualTimeoutMs = 30_000
/** Waits before a GET is sent again: a phone changing cells is back within seconds. */
const retryAfterMs = [400, 1500]

/**
 * One call to the API: `request('PATCH /clips/:clipId', { params: { clipId }, body: { title } })`.
 * Throws ApiProblem. Reads are sent again when the line is bad; writes never are, unless the caller does.
 */
export async function request<Route extends RouteKey>(
  route: Route,
  ...[options]: Given<Route>
): Promise<AnswerOf<Route>> {
  const manner: Manner & { params?: Record<string, string> | undefined; body?: unknown } = options ?? {}
  const [method = 'GET', path = ''] = route.split(' ')
  const waits = method === 'GET' ? [...retryAfterMs] : []
  for (;;) {
    try {
      return (await once(method, addressOf(path, manner.params), manner)) as AnswerOf<Route>
    } catch (error) {
      const wait = worthAnotherTry(error) ? waits.shift() : undefined
      if (wait === undefined || manner.signal?.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

const worthAnotherTry = (error: unknown) =>
  error instanceof ApiProblem && ['unreachable', 'service-unavailable', 'timeout'].includes(error.code)

async function once(method: string, address: string, manner: Manner & { body?: unknown }): Promise<unknown> {
  if (!navigator.onLine) throw new ApiProblem('offline')
  const stop = new AbortController()
  const reason = { timedOut: false }
  const timer = setTimeout(() => {
    reason.timedOut = true
    stop.abort()
  }, manner.timeoutMs ?? usualTimeoutMs)
  const cancel = () => stop.abort()
  manner.signal?.addEventListener('abort', cancel)
  try {
    // The server takes a change only as JSON, so that no foreign form can make one.
    const writes = method !== 'GET'
    const response = await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(writes && { 'content-type': 'application/json' }),
        ...(manner.lastOnConnection && lastOnConnectionHeader),
      },
      ...(writes && { body: JSON.stringify(manner.body ?? {}) }),
      ...(manner.keepalive && { keepalive: true }),
      signal: stop.signal,
    })
    const body = await bodyOf(response)
    if (!response.ok) throw problemFrom(response.status, body)
    return body
  } catch (error) {
    if (error instanceof ApiProblem) throw error
    if (reason.timedOut) throw new ApiProblem('timeout')
    if (manner.signal?.aborted) throw new ApiProblem('cancelled')
    throw new ApiProblem(!navigator.onLine ? 'offline' : 'unreachable')
  } finally {
    clearTimeout(timer)
    manner.signal?.removeEventListener('abort', cancel)
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // A proxy's own page, or an answer cut in the middle.
    if (response.ok) throw new ApiProblem('unreachable', response.status)
    return undefined
  }
}
