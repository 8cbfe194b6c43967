import { S3Error } from './s3-error.ts'

/** From `start` to before `end`, in bytes. */
export type ByteRange = { start: number; end: number }

/**
 * Reads `bytes=a-b`, `bytes=a-` or `bytes=-n`. Undefined for what HTTP says to ignore: other units, several ranges,
 * nonsense. Throws InvalidRange when no byte of the object is in it.
 */
export function parseByteRange(header: string | undefined, totalBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (match === null) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const start = first === '' ? Math.max(totalBytes - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? totalBytes : Math.min(Number(last) + 1, totalBytes)
  if (start >= end)
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: header ?? '',
      ActualObjectSize: String(totalBytes),
    })
  return { start, end }
}

/** As Content-Range writes it. */
export const contentRange = ({ start, end }: ByteRange, totalBytes: number): string =>
  `bytes ${start}-${end - 1}/${totalBytes}`
