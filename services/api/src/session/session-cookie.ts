import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ApiConfig } from '../config.ts'

export const cookiePrefix = 'cuepoint'

/** A session lives for a month after it was last used; its end is moved at most once a day. */
export const sessionRules = { lifeSeconds: 30 * 86_400, staleSeconds: 86_400 } as const

const isHttps = (config: Pick<ApiConfig, 'publicUrl'>): boolean => config.publicUrl.startsWith('https:')

/** better-auth marks the cookie of a site that is only reached by https. */
export const sessionCookieName = (config: Pick<ApiConfig, 'publicUrl'>): string =>
  `${isHttps(config) ? '__Secure-' : ''}${cookiePrefix}.session_token`

/** The Set-Cookie line that gives a browser this session, as better-auth writes it. */
export function sessionCookie(config: Pick<ApiConfig, 'publicUrl' | 'authSecret'>, token: string): string {
  const value = signSessionToken(token, config.authSecret)
  const secure = isHttps(config) ? '; Secure' : ''
  return `${sessionCookieName(config)}=${value}; Max-Age=${sessionRules.lifeSeconds}; Path=/; HttpOnly; SameSite=Lax${secure}`
}

const sign = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(token).digest('base64')

/** A cookie's value for a token, as better-auth signs it: the token, a dot, HMAC-SHA256 in base64, URI-encoded. */
export const signSessionToken = (token: string, secret: string): string =>
  encodeURIComponent(`${token}.${sign(token, secret)}`)

/** The token of a cookie whose signature holds, else undefined. */
export function readSessionToken(
  header: string | undefined,
  name: string,
  secret: string,
): string | undefined {
  const value = header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
  if (value === undefined) return undefined
  const decoded = decode(value)
  const dot = decoded.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = decoded.slice(0, dot)
  const given = Buffer.from(decoded.slice(dot + 1))
  const right = Buffer.from(sign(token, secret))
  return given.length === right.length && timingSafeEqual(given, right) ? token : undefined
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
