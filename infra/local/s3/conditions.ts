import { parseHttpDate } from './instants.ts'
import { S3Error } from './s3-error.ts'
import type { Guard, StoredObject } from './store.ts'

/** RFC 9110 section 13, as S3 applies it. */
export type Conditions = {
  ifMatch: string | undefined
  ifNoneMatch: string | undefined
  ifModifiedSinceMs: number | undefined
  ifUnmodifiedSinceMs: number | undefined
}

/** `prefix` is `x-amz-copy-source-` for the conditions on a copy's source. */
export function readConditions(header: (name: string) => string | undefined, prefix = ''): Conditions {
  const date = (name: string): number | undefined => {
    const value = header(`${prefix}${name}`)
    return value === undefined ? undefined : parseHttpDate(value)
  }
  return {
    ifMatch: header(`${prefix}if-match`),
    ifNoneMatch: header(`${prefix}if-none-match`),
    ifModifiedSinceMs: date('if-modified-since'),
    ifUnmodifiedSinceMs: date('if-unmodified-since'),
  }
}

const failed = (condition: string) =>
  new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  })

/** Whether a header such as `"a", W/"b"` or `*` names this entity tag. */
export const namesEtag = (list: string, etag: string): boolean =>
  list
    .split(',')
    .map((entry) => entry.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((entry) => entry === '*' || entry === etag)

/** Throws PreconditionFailed; says `not-modified` when the reader has these bytes already. */
export function judgeRead(conditions: Conditions, object: StoredObject): 'send' | 'not-modified' {
  const { ifMatch, ifNoneMatch, ifModifiedSinceMs, ifUnmodifiedSinceMs } = conditions
  // HTTP dates have no fractions of a second.
  const modifiedAtMs = Math.floor(object.modifiedAtMs / 1000) * 1000
  if (ifMatch !== undefined) {
    if (!namesEtag(ifMatch, object.etag)) throw failed('If-Match')
  } else if (ifUnmodifiedSinceMs !== undefined && modifiedAtMs > ifUnmodifiedSinceMs)
    throw failed('If-Unmodified-Since')
  if (ifNoneMatch !== undefined) return namesEtag(ifNoneMatch, object.etag) ? 'not-modified' : 'send'
  return ifModifiedSinceMs !== undefined && modifiedAtMs <= ifModifiedSinceMs ? 'not-modified' : 'send'
}

/** A copy's source has no "not modified": both kinds of refusal are PreconditionFailed. */
export function requireCopySource(conditions: Conditions, object: StoredObject): void {
  if (judgeRead(conditions, object) === 'not-modified') throw failed('x-amz-copy-source')
}

/** The conditions on a write, looked at in the transaction that writes. */
export const writeGuard =
  ({ ifMatch, ifNoneMatch }: Conditions): Guard =>
  (existing) => {
    if (ifNoneMatch !== undefined && existing !== undefined && namesEtag(ifNoneMatch, existing.etag))
      throw failed('If-None-Match')
    if (ifMatch === undefined) return
    if (existing === undefined) throw new S3Error('NoSuchKey', 'The specified key does not exist.')
    if (!namesEtag(ifMatch, existing.etag)) throw failed('If-Match')
  }
