/** Every reason this product refuses something. The HTTP status and the sentence live in contracts. */
export const errorCodes = [
  'bad-request',
  'not-signed-in',
  'wrong-credentials',
  'too-many-tries',
  'not-allowed',
  'not-found',
  'invitation-spent',
  'reset-link-spent',
  'password-too-short',
  'already-member',
  'last-lead',
  'version-conflict',
  'wrong-state',
  'file-too-large',
  'file-empty',
  'file-missing',
  'upload-interrupted',
  'upload-in-progress',
  'upload-incomplete',
  'not-retryable',
  'grant-needs-receiver',
  'review-without-prompts',
  'review-without-participants',
  'strength-first',
  'participant-cannot-see',
  'nothing-to-submit',
  'range-backwards',
  'past-end-of-clip',
  'too-many',
  'media-not-made-yet',
  'storage-unavailable',
  'service-unavailable',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** The one error class. `details` may leave the process: ids, numbers and codes only, never private text. */
export class CuepointError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'CuepointError'
    this.code = code
    this.details = details
  }
}
