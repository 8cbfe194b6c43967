import { randomUUID } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import { answerRoutes } from './answers/routes.ts'
import type { ApiDeps } from './deps.ts'
import { discussionRoutes } from './discussions/routes.ts'
import { stepRoutes } from './discussions/step-routes.ts'
import { healthRoutes } from './health/routes.ts'
import { accessPlugin } from './plugins/access.ts'
import { backgroundPlugin } from './plugins/background.ts'
import { jsonBodyPlugin } from './plugins/json-body.ts'
import { openapiPlugin } from './plugins/openapi.ts'
import { problemPlugin } from './plugins/problem.ts'
import { requestLogPlugin } from './plugins/request-log.ts'
import { sameOriginPlugin } from './plugins/same-origin.ts'
import { sessionPlugin } from './plugins/session.ts'
import { promptRoutes } from './reviews/prompt-routes.ts'
import { reviewRoutes } from './reviews/routes.ts'
import { createAuth } from './session/auth.ts'
import { sessionRoutes } from './session/routes.ts'
import { mailReset } from './session/service.ts'

export type { ApiConfig } from './config.ts'
export type { ApiDeps } from './deps.ts'

/** The whole HTTP side as a function of what it needs. Rejects when a route does not say who may call it. */
export async function buildApp(deps: ApiDeps): Promise<FastifyInstance> {
  const app = fastify({
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
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  await app.register(problemPlugin)
  await app.register(requestLogPlugin)
  await app.register(jsonBodyPlugin)
  await app.register(sameOriginPlugin, { deps })
  await app.register(sessionPlugin, { deps })
  await app.register(accessPlugin, { deps })
  await app.register(openapiPlugin, { deps })
  await app.register(backgroundPlugin)

  const auth = createAuth(deps, (personId, token) =>
    app.inBackground(() => mailReset(deps, app.log, personId, token)),
  )

  await app.register(
    async (api) => {
      await api.register(healthRoutes, { deps })
      await api.register(reviewRoutes)
      await api.register(promptRoutes)
      await api.register(answerRoutes)
      await api.register(discussionRoutes)
      await api.register(stepRoutes)
      await api.register(sessionRoutes, { deps, auth })
    },
    { prefix: '/api' },
  )
  await app.ready()
  return app
}
