/** Both ends inclusive, in bytes. */
export type ByteRange = { start: number; end: number }

/**
 * The one range a `Range` header asks for of an object of that size (RFC 9110, 14.1.2). Undefined: the whole of it,
 * also where the header is none we know or asks for several ranges, which a server may ignore. `none`: not a byte of it.
 */
export function byteRangeOf(header: string | undefined, totalBytes: number): ByteRange | 'none' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return undefined
  if (first === '') {
    const length = Math.min(Number(last), totalBytes)
    return length === 0 ? 'none' : { start: totalBytes - length, end: totalBytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? totalBytes - 1 : Math.min(Number(last), totalBytes - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= totalBytes ? 'none' : { start, end }
}
