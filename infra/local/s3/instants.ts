import { instantFrom } from '@cuepoint/domain'

/** `2026-11-21T09:30:00.000Z`, as S3's XML writes it. */
export const isoInstant = (ms: number): string => instantFrom(ms).toISOString()

/** `Sat, 21 Nov 2026 09:30:00 GMT`, as HTTP headers write it. */
export const httpDate = (ms: number): string => instantFrom(ms).toUTCString()

/** Reads an HTTP date; undefined when it is none, because HTTP ignores a condition it cannot read. */
export function parseHttpDate(value: string): number | undefined {
  try {
    return instantFrom(value).getTime()
  } catch {
    return undefined
  }
}

/** Reads SigV4's `20261121T093000Z`; undefined when it is malformed. */
export function parseAmzDate(value: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second] = match
  return parseHttpDate(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** SigV4's `20261121T093000Z`. */
export const amzDate = (ms: number): string => isoInstant(ms).replace(/[-:]|\.\d{3}/g, '')
