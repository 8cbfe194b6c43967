import swagger from '@fastify/swagger'
import fastifyPlugin from 'fastify-plugin'
import { Type } from 'typebox'
import { type ApiDocument, publishedDocument } from './openapi-document.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The OpenAPI document of every route under /api. */
    describeApi(): ApiDocument
  }
}

/** Changes with the surface, not with a release. */
const surfaceVersion = '1'

/** Collects every route's schemas and publishes them. Registered before the routes. */
export const openapiPlugin = fastifyPlugin(
  async (app) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Cuepoint', version: surfaceVersion },
        servers: [{ url: '/' }],
        components: {
          securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'cuepoint.session_token' } },
        },
      },
      transform: ({ schema, url, route }) => ({
        url,
        schema: {
          ...schema,
          ...(schema?.consumes?.includes('multipart/form-data') && { body: oneFile }),
          ...(url.startsWith('/api/') ? { tags: [url.split('/')[2] ?? ''] } : { hide: true }),
          ...(route.config?.access !== 'public' && { security: [{ session: [] }] }),
        },
      }),
    })
    app.decorate('describeApi', () => publishedDocument(app.swagger()))
    app.get(
      '/api/openapi.json',
      {
        config: { access: 'public' },
        schema: { response: { 200: Type.Record(Type.String(), Type.Unknown()) } },
      },
      async () => app.describeApi(),
    )
  },
  { name: 'openapi', dependencies: ['problem', 'access'] },
)

/** What such a route takes: one part, which is streamed and so has no schema of its own. */
const oneFile = Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) })
