import { Health } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from '../deps.ts'
import { canServe, readHealth } from './service.ts'

export const healthRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  app.get(
    '/health',
    { config: { access: 'public' }, schema: { response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const health = await readHealth(deps)
      return await reply
        .code(canServe(health) ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(health)
    },
  )
}
