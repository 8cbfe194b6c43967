import helmet from '@fastify/helmet'
import fastifyPlugin from 'fastify-plugin'
import type { ApiDeps } from '../deps.ts'

/** What a browser may do with anything we send: nothing is fetched from, framed by or told to another host. */
export const headersPlugin = fastifyPlugin<{ deps: ApiDeps }>(
  async (app, { deps }) => {
    const { endpoint, publicEndpoint, region, bucket } = deps.config.s3
    const storage =
      publicEndpoint !== undefined
        ? [new URL(publicEndpoint).origin]
        : endpoint === undefined
          ? [`https://${bucket}.s3.${region}.amazonaws.com`]
          : []
    const overTls = deps.config.publicUrl.startsWith('https:')
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          // The component library writes its variables into a style element.
          styleSrc: ["'self'", "'unsafe-inline'"],
          fontSrc: ["'self'"],
          // Where a file's parts go straight to, if not through us.
          connectSrc: ["'self'", ...storage],
          // A picture or a clip that has not left the device yet, and what the player puts together from segments.
          imgSrc: ["'self'", 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          workerSrc: ["'self'", 'blob:'],
          manifestSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      // Without TLS there is nothing to be strict about, and a browser would remember it for the host.
      strictTransportSecurity: overTls ? { maxAge: 365 * 24 * 3600 } : false,
      referrerPolicy: { policy: 'same-origin' },
      crossOriginEmbedderPolicy: false,
    })
    app.addHook('onRequest', async (_request, reply) => {
      reply.header(
        'permissions-policy',
        'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
      )
    })
  },
  { name: 'headers' },
)
