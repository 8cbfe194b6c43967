import {
  AskPasswordReset,
  ChangeMe,
  ChangePassword,
  CompletePasswordReset,
  Me,
  SignIn,
} from '@cuepoint/contracts'
import { removeDeadSessions } from '@cuepoint/db'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { ApiDeps } from '../deps.ts'
import { addressOf, limitTries, tryAgainIn } from '../plugins/limits.ts'
import { problems } from '../plugins/problem.ts'
import type { Auth } from './auth.ts'
import { changeMe, readMe } from './service.ts'

const self = { access: { action: 'self.use' } } as const
const anyone = { access: 'public' } as const

export const sessionRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps; auth: Auth }> = async (
  app,
  { deps, auth },
) => {
  app.post(
    '/session',
    {
      config: anyone,
      schema: { body: SignIn, response: { 200: Me, ...problems('wrong-credentials', 'too-many-tries') } },
    },
    async (request, reply) => {
      const { password } = request.body
      const email = request.body.email.toLowerCase()
      await limitTries(deps, 'sign-in-by-account', email)
      const { setCookies, answer } = await auth.ask({
        path: '/sign-in/email',
        body: { email, password },
        address: addressOf(request),
      })
      const { user } = answer as { user: { id: string } }
      app.inBackground(() => removeDeadSessions(deps.authDb, user.id))
      return await reply.header('set-cookie', setCookies).send(await readMe(deps, user.id))
    },
  )

  app.get('/session', { config: self, schema: { response: { 200: Me } } }, (request) =>
    readMe(deps, request.actor.personId),
  )

  app.delete(
    '/session',
    { config: self, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { cookie } = request.headers
      const { setCookies } = await auth.ask({ path: '/sign-out', cookie, address: addressOf(request) })
      return await reply.code(204).header('set-cookie', setCookies).send(null)
    },
  )

  app.delete(
    '/sessions',
    { config: self, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { cookie } = request.headers
      const address = addressOf(request)
      await auth.ask({ path: '/revoke-sessions', cookie, address })
      // Its session is gone; this clears the cookie as well.
      const { setCookies } = await auth.ask({ path: '/sign-out', cookie, address })
      return await reply.code(204).header('set-cookie', setCookies).send(null)
    },
  )

  app.patch('/me', { config: self, schema: { body: ChangeMe, response: { 200: Me } } }, (request) =>
    changeMe(deps, request.actor.personId, request.body),
  )

  app.post(
    '/me/password',
    {
      config: self,
      schema: {
        body: ChangePassword,
        response: {
          204: Type.Null(),
          ...problems('wrong-credentials', 'password-too-short', 'too-many-tries'),
        },
      },
    },
    async (request, reply) => {
      const { setCookies } = await auth.ask({
        path: '/change-password',
        // Whoever may have known the old one is signed out; this browser gets a new session.
        body: { ...request.body, revokeOtherSessions: true },
        cookie: request.headers.cookie,
        address: addressOf(request),
      })
      return await reply.code(204).header('set-cookie', setCookies).send(null)
    },
  )

  app.post(
    '/password-resets',
    {
      config: anyone,
      schema: { body: AskPasswordReset, response: { 202: Type.Null(), ...problems('too-many-tries') } },
    },
    async (request, reply) => {
      const address = addressOf(request)
      const email = request.body.email.toLowerCase()
      await limitTries(deps, 'reset-by-address', address)
      // Answered before anything is looked up: an answer and its time tell nothing about an address.
      app.inBackground(async () => {
        if ((await tryAgainIn(deps, 'reset-by-account', email)) !== undefined) return
        await auth.ask({ path: '/request-password-reset', body: { email }, address })
      })
      return await reply.code(202).send(null)
    },
  )

  app.post(
    '/password-resets/complete',
    {
      config: anyone,
      schema: {
        body: CompletePasswordReset,
        response: {
          204: Type.Null(),
          ...problems('reset-link-spent', 'password-too-short', 'too-many-tries'),
        },
      },
    },
    async (request, reply) => {
      await auth.ask({ path: '/reset-password', body: request.body, address: addressOf(request) })
      return await reply.code(204).send(null)
    },
  )
}
