import type { ErrorCode } from '@cuepoint/domain'
import { IdShape, Shape, type Static, Type } from './schema.ts'

/** RFC 9457 problem+json. `title` and `detail` are in the reader's language; `code` is for programs. */
export const Problem = Shape({
  type: Type.String(),
  title: Type.String(),
  detail: Type.Optional(Type.String()),
  status: Type.Integer(),
  code: Type.String(),
  instance: Type.Optional(Type.String()),
  requestId: Type.String(),
  /** Ids, numbers and codes that help the page: limits, missing participants, the current version. */
  details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Problem = Static<typeof Problem>

/** Error code -> truthful status. The sentence comes from the catalogs under the same code. */
export const problemStatus: Readonly<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'too-many-tries': 429,
  'not-allowed': 403,
  'not-found': 404,
  'invitation-spent': 410,
  'reset-link-spent': 410,
  'password-too-short': 422,
  'already-member': 409,
  'last-lead': 409,
  'version-conflict': 409,
  'wrong-state': 409,
  'file-too-large': 413,
  'file-empty': 422,
  'file-missing': 422,
  'upload-interrupted': 400,
  'upload-in-progress': 409,
  'upload-incomplete': 409,
  'not-retryable': 409,
  'grant-needs-receiver': 422,
  'review-without-prompts': 422,
  'review-without-participants': 422,
  'strength-first': 422,
  'participant-cannot-see': 422,
  'nothing-to-submit': 422,
  'range-backwards': 422,
  'past-end-of-clip': 422,
  'too-many': 422,
  'media-not-made-yet': 503,
  'storage-unavailable': 503,
  'service-unavailable': 503,
  internal: 500,
}

export const IdParam = <N extends string>(name: N) => Shape({ [name]: IdShape } as Record<N, typeof IdShape>)
