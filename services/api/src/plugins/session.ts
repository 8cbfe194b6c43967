import { findLiveSession, lengthenSession, type SessionRecord, type Tx } from '@cuepoint/db'
import type { Language } from '@cuepoint/domain'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { ApiDeps } from '../deps.ts'
import {
  readSessionToken,
  sessionCookie,
  sessionCookieName,
  sessionRules,
} from '../session/session-cookie.ts'

/** The signed-in person of a request. */
export type RequestActor = { personId: string; language: Language; timeZone: string }

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when the cookie names a live session; null for everyone else and on public routes. */
    signedIn: SessionRecord | null
    /** The signed-in person. Throws on a public route: there may be nobody. */
    readonly actor: RequestActor
    /** One transaction in which row-level security sees the signed-in person. Rolls back when `work` throws. */
    transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  }
}

/** Knows who asks. The session is read from the database for every request: what was ended is dead at once. */
export const sessionPlugin = fastifyPlugin<{ deps: ApiDeps }>(
  async (app, { deps }) => {
    const cookieName = sessionCookieName(deps.config)
    app.decorateRequest('signedIn', null)
    app.decorateRequest('actor', {
      getter(this: FastifyRequest): RequestActor {
        if (!this.signedIn) throw new Error('a public route has no actor')
        return this.signedIn
      },
    })
    app.decorateRequest('transact', function transact(this: FastifyRequest, work) {
      return deps.db.asActor(this.actor.personId, work)
    })

    app.addHook('onRequest', async (request, reply) => {
      const access = request.routeOptions.config.access
      if (access === undefined || access === 'public') return
      const token = readSessionToken(request.headers.cookie, cookieName, deps.config.authSecret)
      if (token === undefined) return
      const session = await findLiveSession(deps.authDb, token, sessionRules.staleSeconds)
      if (!session) return
      request.signedIn = session
      if (!session.stale) return
      await lengthenSession(deps.authDb, session.sessionId, sessionRules.lifeSeconds)
      reply.header('set-cookie', sessionCookie(deps.config, token))
    })
  },
  { name: 'session', dependencies: ['problem'] },
)
