import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { ApiDeps } from '../deps.ts'
import { hashPassword } from '../session/password.ts'
import { sessionCookieName, signSessionToken } from '../session/session-cookie.ts'
import { depsWithoutServices } from './deps-without-services.ts'
import { recordMail } from './recorded-mail.ts'

export type TestApp = {
  readonly app: FastifyInstance
  /** Every route there is, `GET /api/clips/:clipId`. */
  readonly routes: string[]
  /** The Cookie header of a session with this token. */
  cookieFor(token: string): string
  /** As an account's password is stored. */
  hashPassword(password: string): Promise<string>
}

/** The app for a suite that stands outside this package and brings its own services. */
export async function openTestApp(over: Partial<ApiDeps>): Promise<TestApp> {
  const deps = depsWithoutServices({ mailer: recordMail().mailer, ...over })
  const app = await buildApp(deps)
  // The router's own drawing names every method of every path: what is not guarded would be missing in the list.
  const drawn = [...app.printRoutes({ commonPrefix: false }).matchAll(/\(([A-Z, ]+)\)/g)]
  const methods = drawn.flatMap(([, names = '']) => names.split(', ')).length
  if (methods !== app.guardedRoutes.length)
    throw new Error(`${methods} routes, of which ${app.guardedRoutes.length} are guarded`)
  return {
    app,
    routes: app.guardedRoutes.map(({ method, url }) => `${method} ${url}`),
    cookieFor: (token) =>
      `${sessionCookieName(deps.config)}=${signSessionToken(token, deps.config.authSecret)}`,
    hashPassword,
  }
}
