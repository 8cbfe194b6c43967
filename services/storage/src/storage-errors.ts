import { CuepointError } from '@cuepoint/domain'

/** There is no object with this key, or no longer. */
export class ObjectMissingError extends Error {
  readonly code = 'object-missing'
  readonly key: string

  constructor(key: string) {
    super('no object has this key')
    this.name = 'ObjectMissingError'
    this.key = key
  }
}

/** No byte of the object lies in the range that was asked for. */
export class RangeUnsatisfiableError extends Error {
  readonly code = 'range-unsatisfiable'

  constructor() {
    super('no byte of the object lies in this range')
    this.name = 'RangeUnsatisfiableError'
  }
}

type Described = { name: string; message: string; status: number | undefined }

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { name: 'unknown', message: '', status: undefined }
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined
  // A socket's fault has its code, such as ECONNREFUSED, where S3's have a name.
  const name = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { name, message: error.message, status: typeof status === 'number' ? status : undefined }
}

/** The HTTP status S3 refused with, if it was S3 that refused. */
export const statusOf = (error: unknown): number | undefined => describe(error).status

/** Whether the error is S3's of this name, such as NoSuchUpload. */
export const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name === name

/**
 * Turns whatever went wrong into an error of ours: the signal's own reason when the caller gave up, our classes for what
 * a caller can act on, and `storage-unavailable` for the rest. Nothing of the SDK's goes on, because its errors carry
 * the whole exchange with them, credentials' scope and all.
 */
export function translateError(error: unknown, operation: string, key?: string, signal?: AbortSignal): Error {
  if (signal?.aborted === true)
    return signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError')
  if (
    error instanceof CuepointError ||
    error instanceof ObjectMissingError ||
    error instanceof RangeUnsatisfiableError
  )
    return error
  const { name, message, status } = describe(error)
  if (status === 416) return new RangeUnsatisfiableError()
  const bucketGone = name === 'NoSuchBucket'
  if (key !== undefined && !bucketGone && (name === 'NoSuchKey' || name === 'NotFound'))
    return new ObjectMissingError(key)
  return new CuepointError(
    'storage-unavailable',
    { operation, reason: name, ...(status === undefined ? {} : { status }) },
    { cause: new Error(`${name}: ${message}`) },
  )
}
