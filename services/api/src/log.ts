import { CuepointError, isId } from '@cuepoint/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'
import type { ApiConfig } from './config.ts'

/** What a log may know of an error: kinds, codes and places. A message may quote what a person wrote. */
export type LoggedError = {
  type: string
  code?: string
  constraint?: string
  at: string[]
  cause?: LoggedError
}

const word = /^[\w.-]{1,80}$/

export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, at: [] }
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown }
  const stack = error.stack ?? ''
  // A message may have lines that look like places: what comes after it are the places.
  const end = stack.indexOf(error.message) + error.message.length
  const frames = stack.includes(error.message) ? stack.slice(end).split('\n') : []
  return {
    type:
      error instanceof CuepointError
        ? 'CuepointError'
        : word.test(error.constructor.name)
          ? error.constructor.name
          : 'Error',
    ...(typeof code === 'string' && word.test(code) && { code }),
    ...(typeof constraint === 'string' && word.test(constraint) && { constraint }),
    at: frames
      .map((line) => line.trim())
      .filter((line) => line.startsWith('at '))
      .slice(0, 8),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}

/** The route's pattern and the ids in it; never the address as it was typed. */
const describeRequest = (request: FastifyRequest) => ({
  method: request.method,
  route: request.routeOptions?.url,
  ids: Object.fromEntries(Object.entries(request.params ?? {}).filter(([, value]) => isId(value))),
})

/** Logs that carry ids and never private text. `destination` is for tests. */
export function createLog(config: Pick<ApiConfig, 'logLevel'>, destination?: DestinationStream): Logger {
  const options = {
    level: config.logLevel,
    base: { part: 'api' },
    timestamp: stdTimeFunctions.isoTime,
    serializers: {
      err: (error: unknown) => describeError(error),
      req: describeRequest,
      res: (reply: FastifyReply) => ({ status: reply.statusCode }),
    },
    hooks: {
      // An error logged without words of our own would be given its message as the line's text, and so would a
      // library's line that repeats it.
      logMethod(args: unknown[], method: (...rest: unknown[]) => void): void {
        const [first, text, ...rest] = args
        const error = first instanceof Error ? first : (first as { err?: unknown } | null)?.err
        const words =
          error instanceof Error && (text === undefined || text === error.message) ? 'an error' : text
        const subject = first instanceof Error ? { err: first } : first
        method.apply(this, words === undefined ? [subject, ...rest] : [subject, words, ...rest])
      },
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
