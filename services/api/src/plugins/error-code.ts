import { CuepointError } from '@cuepoint/domain'

/** What libraries tell about their errors, as far as we look. */
type Foreign = {
  code?: unknown
  statusCode?: unknown
  message?: unknown
  validation?: readonly { instancePath?: string; keyword?: string; params?: { limit?: unknown } }[]
  validationContext?: string
}

// PostgreSQL: connection trouble (08), no room (53), shutting down (57P), and what the sockets say under it.
const outOfReach = /^(08...|53...|57P0[1-5]|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT)$/
// The pool's own errors have no code.
const poolTrouble = /timeout exceeded when trying to connect|Connection terminated|Cannot use a pool after/
const refusedByPolicy = '42501'
// What passes a schema and no column takes: a NUL in a text (22021, 22P05), a day before all calendars (22007, 22008).
const notStorable = /^(22021|22P05|22007|22008)$/

/** The one place where an error of any origin becomes one of our codes. */
export function toCuepointError(error: unknown): CuepointError {
  if (error instanceof CuepointError) return error
  const foreign: Foreign = typeof error === 'object' && error !== null ? error : {}
  const code = typeof foreign.code === 'string' ? foreign.code : ''
  const first = foreign.validation?.[0]
  if (first) {
    if (
      first.keyword === 'minLength' &&
      /password$/i.test(first.instancePath ?? '') &&
      first.params?.limit !== 1
    )
      return new CuepointError('password-too-short', { atLeast: first.params?.limit })
    // Where and which rule, never what was sent: it may be private, and it goes into the answer.
    const details = { in: foreign.validationContext, at: first.instancePath ?? '', rule: first.keyword }
    return new CuepointError('bad-request', details)
  }
  if (outOfReach.test(code) || poolTrouble.test(String(foreign.message)))
    return new CuepointError('service-unavailable', {}, { cause: error })
  if (code === refusedByPolicy) return new CuepointError('not-allowed', {}, { cause: error })
  if (notStorable.test(code)) return new CuepointError('bad-request', {}, { cause: error })
  // The framework's own refusals: a broken body, a wrong media type, a body that is too large.
  if (code.startsWith('FST_') && typeof foreign.statusCode === 'number' && foreign.statusCode < 500)
    return new CuepointError('bad-request', {}, { cause: error })
  return new CuepointError('internal', {}, { cause: error })
}
