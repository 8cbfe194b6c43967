import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

/** What a log may know of an error: kinds, codes and places. A message may quote what a person wrote. */
export type LoggedError = { type: string; code?: string; at: string[]; cause?: LoggedError }

const word = /^[\w.-]{1,80}$/

export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, at: [] }
  const code = 'code' in error ? error.code : undefined
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at [^\n]+$/.test(line))
  return {
    type: word.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && word.test(code) ? { code } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}

/** Logs that carry ids and never private text. `destination` is for tests. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { part: 'worker' },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => describeError(error) },
    hooks: {
      // An error logged without words of our own would be given its message as the line's text.
      logMethod(args: unknown[], method: (...rest: unknown[]) => void): void {
        const [first, ...rest] = args
        if (first instanceof Error) method.apply(this, [{ err: first }, 'an error', ...rest.slice(1)])
        else method.apply(this, args)
      },
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
