import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CuepointDatabase } from '@cuepoint/db'
import type { ApiConfig } from '../config.ts'
import type { SignedIn } from '../plugins/session.ts'

/** better-auth marks the cookie of a site that is only reached by https. */
export const sessionCookieName = (config: Pick<ApiConfig, 'publicUrl'>): string =>
  `${config.publicUrl.startsWith('https:') ? '__Secure-' : ''}cuepoint.session_token`

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

/** The live session of a token: one indexed read, its end judged in database time. */
export async function findSession(authDb: CuepointDatabase, token: string): Promise<SignedIn | undefined> {
  const { rows } = await authDb.pool.query<SignedIn>({
    name: 'find-session',
    text: `select s.id as "sessionId", s.token, s.expires_at as "expiresAt",
             p.id as "personId", p.language, p.time_zone as "timeZone"
           from session s join person p on p.id = s.person_id
           where s.token = $1 and s.expires_at > now()`,
    values: [token],
  })
  return rows[0]
}
