import { Home } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { homeOf } from './service.ts'

export const homeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/home',
    { config: { access: { action: 'self.use' } }, schema: { response: { 200: Home } } },
    async (request) => await request.transact((tx) => homeOf(tx, request.actor.personId)),
  )
}
