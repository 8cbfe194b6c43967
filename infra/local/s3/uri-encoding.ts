import { S3Error } from './s3-error.ts'

/** RFC 3986 as SigV4 wants it: everything but unreserved characters, in capitals. */
export const encodeUri = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** The same with `/` left alone, for keys in paths and listings. */
export const encodeKey = (key: string): string => key.split('/').map(encodeUri).join('/')

/** Throws InvalidURI when the escapes are not valid UTF-8. */
export function decodeUri(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.")
  }
}

/** Splits a raw query string into decoded pairs, in the order they were sent. A plus is a space, as in S3. */
export function parseQuery(raw: string): [name: string, value: string][] {
  if (raw === '') return []
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const plain = pair.replaceAll('+', '%20')
      const at = plain.indexOf('=')
      return at === -1
        ? [decodeUri(plain), '']
        : [decodeUri(plain.slice(0, at)), decodeUri(plain.slice(at + 1))]
    })
}
