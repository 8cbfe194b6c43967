import swagger from '@fastify/swagger'
import fastifyPlugin from 'fastify-plugin'
import { Type } from 'typebox'
import type { ApiDeps } from '../deps.ts'

/** Collects every route's schemas; the document is served by the route below. Registered before the routes. */
export const openapiPlugin = fastifyPlugin<{ deps: ApiDeps }>(
  async (app, { deps }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Cuepoint', version: deps.config.version },
        servers: [{ url: '/' }],
        components: {
          securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'cuepoint.session_token' } },
        },
      },
      transform: ({ schema, url, route }) => ({
        url,
        schema: {
          ...schema,
          ...(!url.startsWith('/api/') && { hide: true }),
          ...(route.config?.access !== 'public' && { security: [{ session: [] }] }),
        },
      }),
    })
    app.get(
      '/api/openapi.json',
      {
        config: { access: 'public' },
        schema: { response: { 200: Type.Record(Type.String(), Type.Unknown()) } },
      },
      async () => app.swagger() as Record<string, unknown>,
    )
  },
  { name: 'openapi', dependencies: ['problem', 'access'] },
)
