import { randomUUID } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import { answerRoutes } from './answers/routes.ts'
import { originalRoutes } from './clips/original-routes.ts'
import { clipRoutes } from './clips/routes.ts'
import { getClip } from './clips/service.ts'
import type { ApiDeps } from './deps.ts'
import { discussionRoutes } from './discussions/routes.ts'
import { stepRoutes } from './discussions/step-routes.ts'
import { eventRoutes } from './events/routes.ts'
import { grantRoutes } from './grants/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { mediaRoutes } from './media/routes.ts'
import { noteRoutes } from './notes/routes.ts'
import { noticeRoutes } from './notices/routes.ts'
import { partnershipRoutes } from './partnerships/routes.ts'
import { accessPlugin } from './plugins/access.ts'
import { backgroundPlugin } from './plugins/background.ts'
import { headersPlugin } from './plugins/headers.ts'
import { jsonBodyPlugin } from './plugins/json-body.ts'
import { openapiPlugin } from './plugins/openapi.ts'
import { pagesPlugin } from './plugins/pages.ts'
import { answerError, problemPlugin } from './plugins/problem.ts'
import { requestLogPlugin } from './plugins/request-log.ts'
import { sameOriginPlugin } from './plugins/same-origin.ts'
import { sessionPlugin } from './plugins/session.ts'
import { programRoutes } from './programs/routes.ts'
import { promptRoutes } from './reviews/prompt-routes.ts'
import { reviewRoutes } from './reviews/routes.ts'
import { createAuth } from './session/auth.ts'
import { sessionRoutes } from './session/routes.ts'
import { mailReset } from './session/service.ts'
import { uploadBytesRoute } from './uploads/bytes-route.ts'
import { uploadInPartsRoutes } from './uploads/parts-routes.ts'
import { uploadInOneStreamRoutes } from './uploads/stream-routes.ts'

export type { ApiConfig } from './config.ts'
export type { ApiDeps } from './deps.ts'

/** The whole HTTP side as a function of what it needs. Rejects when a route does not say who may call it. */
export async function buildApp(deps: ApiDeps): Promise<FastifyInstance> {
  const settings = {
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    // A header of the caller's would put a caller's text into our logs.
    requestIdHeader: false,
    trustProxy: deps.config.trustedProxies.length > 0 ? [...deps.config.trustedProxies] : false,
    bodyLimit: 256 * 1024,
    // The upload of a large file has no end we could know: its own route watches over it.
    requestTimeout: 0,
    exposeHeadRoutes: false,
    // An address that cannot be read never reaches a route, nor the error handler of one.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  } satisfies FastifyServerOptions
  // Nothing of ours asks which of the two servers it is.
  const bare = deps.tls
    ? (fastify({ ...settings, https: deps.tls }) as unknown as FastifyInstance)
    : fastify(settings)
  const app = bare.withTypeProvider<TypeBoxTypeProvider>()

  await app.register(problemPlugin)
  await app.register(requestLogPlugin)
  await app.register(headersPlugin, { deps })
  await app.register(jsonBodyPlugin)
  await app.register(sameOriginPlugin, { deps })
  await app.register(sessionPlugin, { deps })
  await app.register(accessPlugin, { deps })
  await app.register(openapiPlugin)
  await app.register(backgroundPlugin)

  const auth = createAuth(deps, (personId, token) =>
    app.inBackground(() => mailReset(deps, app.log, personId, token)),
  )

  await app.register(
    async (api) => {
      await api.register(healthRoutes, { deps })
      await api.register(clipRoutes, { deps })
      await api.register(originalRoutes, { deps })
      await api.register(uploadInOneStreamRoutes, { deps, getClip })
      await api.register(uploadInPartsRoutes, { deps, getClip })
      await api.register(uploadBytesRoute, { deps })
      await api.register(mediaRoutes, { deps })
      await api.register(grantRoutes)
      await api.register(noteRoutes)
      await api.register(homeRoutes)
      await api.register(reviewRoutes)
      await api.register(promptRoutes)
      await api.register(answerRoutes)
      await api.register(discussionRoutes)
      await api.register(stepRoutes)
      await api.register(sessionRoutes, { deps, auth })
      await api.register(invitationRoutes, { deps, auth })
      await api.register(programRoutes)
      await api.register(partnershipRoutes)
      await api.register(noticeRoutes)
      await api.register(eventRoutes, { deps })
    },
    { prefix: '/api' },
  )
  await app.register(pagesPlugin, { webDir: deps.config.webDir })
  await app.ready()
  return app
}
