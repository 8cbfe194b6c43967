import { CuepointError, type ErrorCode } from '@cuepoint/domain'
import { betterAuth } from 'better-auth'
import type { ApiDeps } from '../deps.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { cookiePrefix, sessionRules } from './session-cookie.ts'

// No route of ours begins like this: the library's own routes are reached through `ask` alone.
const basePath = '/inside/auth'
const addressHeader = 'x-cuepoint-address'
export const resetMinutes = 60

const created = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

/** better-auth on our tables, as we allow it to work. `sendReset` gets the token that the mail carries. */
function openAuth(deps: ApiDeps, sendReset: (personId: string, token: string) => void) {
  const { config, authDb } = deps
  return betterAuth({
    baseURL: config.publicUrl,
    basePath,
    secret: config.authSecret,
    trustedOrigins: [new URL(config.publicUrl).origin],
    database: authDb.pool,
    user: { modelName: 'person', fields: { emailVerified: 'email_verified', ...created } },
    session: {
      modelName: 'session',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...created,
      },
      expiresIn: sessionRules.lifeSeconds,
      // We lengthen sessions ourselves, where we read them.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'account',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...created,
      },
    },
    verification: {
      modelName: 'verification',
      fields: { expiresAt: 'expires_at', ...created },
      storeIdentifier: 'hashed',
    },
    emailAndPassword: {
      enabled: true,
      // People come by invitation.
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: verifyPassword },
      resetPasswordTokenExpiresIn: resetMinutes * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => sendReset(user.id, token),
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rate_limit',
      fields: { lastRequest: 'last_request' },
      window: 60,
      max: 60,
      customRules: {
        // A whole staff room may sit behind one address.
        '/sign-in/email': { window: 60, max: 30 },
        '/change-password': { window: 60, max: 10 },
        '/reset-password': { window: 60, max: 10 },
        // Answered before it is done, so that it is counted where it is asked.
        '/request-password-reset': false,
      },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: config.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    databaseHooks: {
      // Where a person signs in from is nobody's business.
      session: {
        create: { before: async (session) => ({ data: { ...session, ipAddress: null, userAgent: null } }) },
      },
    },
    onAPIError: { throw: true },
    // Its lines may quote what was sent.
    logger: { disabled: true },
    telemetry: { enabled: false },
  })
}

/** What the library says, in our words. Everything else that it refuses is `bad-request`. */
const codes: Readonly<Record<string, ErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong-credentials',
  INVALID_EMAIL: 'wrong-credentials',
  INVALID_PASSWORD: 'wrong-credentials',
  INVALID_TOKEN: 'reset-link-spent',
  USER_NOT_FOUND: 'reset-link-spent',
  PASSWORD_TOO_SHORT: 'password-too-short',
  UNAUTHORIZED: 'not-signed-in',
}

export type AuthCall = {
  path:
    | '/sign-in/email'
    | '/sign-out'
    | '/revoke-sessions'
    | '/change-password'
    | '/request-password-reset'
    | '/reset-password'
  body?: object
  /** The caller's cookies, for what needs a session. */
  cookie?: string | undefined
  /** The caller's address, as the server knows it. */
  address: string
}

export type Auth = {
  /** Asks the library as if over HTTP. Returns the cookies to set. Throws CuepointError. */
  ask(call: AuthCall): Promise<{ setCookies: string[]; answer: unknown }>
  /** A new session of this person. */
  createSession(personId: string): Promise<{ token: string }>
}

export function createAuth(deps: ApiDeps, sendReset: (personId: string, token: string) => void): Auth {
  const auth = openAuth(deps, sendReset)
  const home = new URL(deps.config.publicUrl).origin
  return {
    async ask({ path, body, cookie, address }) {
      // Made from nothing: no header of the caller's gets in but her cookies.
      const headers = new Headers({
        'content-type': 'application/json',
        origin: home,
        [addressHeader]: address,
      })
      if (cookie !== undefined) headers.set('cookie', cookie)
      const request = new Request(`${home}${basePath}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body ?? {}),
      })
      const response = await auth.handler(request)
      if (!response.ok) throw await refusalOf(response)
      return { setCookies: response.headers.getSetCookie(), answer: await response.json() }
    },
    async createSession(personId) {
      const { internalAdapter } = await auth.$context
      return await internalAdapter.createSession(personId)
    },
  }
}

async function refusalOf(response: Response): Promise<CuepointError> {
  if (response.status === 429) {
    const retryAfterSeconds = Number(response.headers.get('x-retry-after')) || 60
    return new CuepointError('too-many-tries', { retryAfterSeconds })
  }
  const body: unknown = await response.json().catch(() => undefined)
  const code = String((body as { code?: unknown } | undefined)?.code)
  return new CuepointError(codes[code] ?? (response.status < 500 ? 'bad-request' : 'internal'))
}
