import fastifyPlugin from 'fastify-plugin'
import type { ApiDeps } from '../deps.ts'

/** What a page may load: this origin, and what it makes itself. No third-party host, no inline script, no frame. */
export const contentPolicy = [
  "default-src 'self'",
  "media-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that every answer carries, pages and API alike. */
export const pageHeadersPlugin = fastifyPlugin<{ deps: ApiDeps }>(
  async (app, { deps }) => {
    const headers: Record<string, string> = {
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=()',
      ...(deps.config.publicUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
    }
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers(headers)
    })
  },
  { name: 'page-headers' },
)
