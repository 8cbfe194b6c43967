import { randomBytes } from 'node:crypto'
import { openDatabase } from '@cuepoint/db'
import { createTestDatabase, type TestDatabase } from '@cuepoint/testing'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import { buildApp } from '../app.ts'
import type { ApiDeps } from '../deps.ts'
import { createLog } from '../log.ts'
import { undeclaredRefusal } from '../plugins/problem.ts'
import { sessionCookieName, signSessionToken } from '../session/session-cookie.ts'
import { depsWithoutServices, noStorage } from './deps-without-services.ts'
import { type RecordedMail, recordMail } from './recorded-mail.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type AppUnderTest = AsyncDisposable & {
  readonly app: FastifyInstance
  readonly deps: ApiDeps
  readonly database: TestDatabase
  readonly mail: RecordedMail
  /** Past row-level security: for arranging and for looking. */
  readonly owner: pg.Pool
  /** A live session of this person, as the value of a Cookie header. */
  signIn(personId: string): Promise<string>
  /** One request as the bearer of `cookie`; a JSON body when `payload` is given. */
  ask(method: Method, url: string, cookie?: string, payload?: object): Promise<LightMyRequestResponse>
}

/** The app on a database of its own. `over` replaces single dependencies. */
export async function startAppUnderTest(over: Partial<ApiDeps> = {}): Promise<AppUnderTest> {
  const database = await createTestDatabase()
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 })
  // Dropping the database may cut a connection that is just about to end.
  owner.on('error', () => undefined)
  owner.on('connect', (client) => client.on('error', () => undefined))
  const db = openDatabase({ url: database.apiUrl, size: 6 })
  const authDb = openDatabase({ url: database.authUrl, size: 4 })
  const mail = recordMail()
  const storage = { ...noStorage, check: async () => undefined }
  const undeclared: string[] = []
  const log = createLog(
    { logLevel: 'error' },
    { write: (line) => void (line.includes(undeclaredRefusal) && undeclared.push(line)) },
  )
  const deps = depsWithoutServices({ db, authDb, storage, mailer: mail.mailer, log, ...over })
  const app = await buildApp(deps)
  return {
    app,
    deps,
    database,
    mail,
    owner,
    async signIn(personId) {
      const token = randomBytes(24).toString('base64url')
      await owner.query(
        `insert into session (person_id, token, expires_at) values ($1, $2, now() + interval '1 hour')`,
        [personId, token],
      )
      return `${sessionCookieName(deps.config)}=${signSessionToken(token, deps.config.authSecret)}`
    },
    async ask(method, url, cookie, payload) {
      const request: InjectOptions = { method, url, headers: cookie === undefined ? {} : { cookie } }
      if (payload !== undefined) request.payload = payload
      return await app.inject(request)
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await Promise.all([db.close(), authDb.close(), owner.end()])
      await database.drop()
      // What a route may refuse with stands in its schema, or the published surface is not the truth.
      if (undeclared.length > 0) throw new Error(undeclared.join(''))
    },
  }
}
