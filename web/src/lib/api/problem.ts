import { type ErrorCode, errorCodes } from '@cuepoint/domain'

/** What can go wrong before the server has answered. */
export const lineCodes = ['offline', 'unreachable', 'timeout', 'cancelled'] as const
export type ProblemCode = ErrorCode | (typeof lineCodes)[number]

/** Why a request was refused or did not arrive. `status` is 0 when there was no answer. */
export class ApiProblem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  readonly requestId: string | undefined

  constructor(
    code: ProblemCode,
    status = 0,
    details: Readonly<Record<string, unknown>> = {},
    requestId?: string,
  ) {
    super(code)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.details = details
    this.requestId = requestId
  }
}

const isErrorCode = (code: unknown): code is ErrorCode => errorCodes.some((known) => known === code)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a problem+json body; anything else (a proxy's page, a cut answer) is judged by its status. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  const problem = isRecord(body) ? body : {}
  const code = isErrorCode(problem.code) ? problem.code : codeOfStatus(status)
  const details = isRecord(problem.details) ? problem.details : {}
  return new ApiProblem(
    code,
    status,
    details,
    typeof problem.requestId === 'string' ? problem.requestId : undefined,
  )
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'not-signed-in'
  if (status === 403) return 'not-allowed'
  if (status === 404) return 'not-found'
  if (status === 413) return 'file-too-large'
  if (status === 429) return 'too-many-tries'
  if (status >= 502 && status <= 504) return 'service-unavailable'
  return status >= 500 ? 'internal' : 'bad-request'
}

export const isProblem = (error: unknown, ...codes: ProblemCode[]): error is ApiProblem =>
  error instanceof ApiProblem && (codes.length === 0 || codes.includes(error.code))

/** Any thrown thing as a problem, so that a page always has a sentence to show. */
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem('internal')
