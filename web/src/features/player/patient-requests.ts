type Options = { uri?: string; xhr?: XMLHttpRequest } & Record<string, unknown>
type Answer = { statusCode?: number; headers?: Record<string, string>; body?: unknown }
type Done = (error: unknown, answer: Answer, body?: unknown) => void
export type SendRequest = (options: Options, done: Done) => XMLHttpRequest

/** What the API says of a part that a playlist promises and that is not made yet. */
const notMadeCode = 'media-not-made-yet'
const usualWaitMs = 2000
const longestWaitMs = 15_000
/** A problem is short; a longer body is something else. */
const longestProblemBytes = 4096

export type PatientRequests = ReturnType<typeof createPatientRequests>

/**
 * Sends what a player asks for, and when the answer is that it is still being made, asks again on the same request:
 * the player sees one long request and no fault, so it neither gives the rendition up nor loads the clip anew.
 */
export function createPatientRequests(
  send: SendRequest,
  setTimer: (run: () => void, delayMs: number) => () => void,
) {
  const watchers = new Set<(url: string, unmade: boolean) => void>()
  const tell = (url: string, unmade: boolean) => {
    for (const watcher of watchers) watcher(url, unmade)
  }

  const request: SendRequest = (options, done) => {
    let cancelTimer: (() => void) | undefined
    let unmade = false
    const nowUnmade = (next: boolean) => {
      if (next !== unmade) tell(options.uri ?? '', next)
      unmade = next
    }
    const answered: Done = (error, answer, body) => {
      const waitMs = waitOf(answer)
      nowUnmade(waitMs !== undefined)
      if (waitMs === undefined) return done(error, answer, body)
      cancelTimer = setTimer(() => {
        cancelTimer = undefined
        send({ ...options, xhr: sent }, answered)
      }, waitMs)
    }
    const sent = send(options, answered)
    const abort = sent.abort.bind(sent)
    sent.abort = () => {
      cancelTimer?.()
      nowUnmade(false)
      abort()
    }
    return sent
  }

  return {
    request,
    /** Says of which address something is being waited for, and when no longer. Returns the way to stop. */
    watch(watcher: (url: string, unmade: boolean) => void) {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
  }
}

/** How long to wait before asking again; undefined when this is any other answer. */
export function waitOf({ statusCode, headers, body }: Answer): number | undefined {
  if (statusCode !== 503 || codeOf(body) !== notMadeCode) return undefined
  const seconds = Number(headers?.['retry-after'])
  if (!Number.isFinite(seconds) || seconds <= 0) return usualWaitMs
  return Math.min(seconds * 1000, longestWaitMs)
}

function codeOf(body: unknown): unknown {
  try {
    const text = typeof body === 'string' ? body : decoded(body)
    const problem: unknown = JSON.parse(text)
    return typeof problem === 'object' && problem !== null ? Reflect.get(problem, 'code') : undefined
  } catch {
    return undefined
  }
}

const decoded = (body: unknown): string => {
  const bytes = body as ArrayBuffer
  return bytes.byteLength <= longestProblemBytes ? new TextDecoder().decode(bytes) : ''
}
