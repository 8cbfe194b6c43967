import { CuepointError } from '@cuepoint/domain'
import fastifyPlugin from 'fastify-plugin'
import type { ApiDeps } from '../deps.ts'

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site's page sends with this person's cookie. A browser says where a request comes from by
 * Sec-Fetch-Site, older ones by Origin; a script says neither and brings no cookie that it does not own.
 */
export const sameOriginPlugin = fastifyPlugin<{ deps: ApiDeps }>(
  async (app, { deps }) => {
    const home = new URL(deps.config.publicUrl).origin
    app.addHook('onRequest', async (request) => {
      if (reads.has(request.method)) return
      const site = request.headers['sec-fetch-site']
      if (site !== undefined && site !== 'same-origin' && site !== 'none')
        throw new CuepointError('not-allowed')
      const { origin, host } = request.headers
      if (origin === undefined || origin === home) return
      // The same machine under another of its names, such as localhost.
      if (!URL.canParse(origin) || new URL(origin).host !== host) throw new CuepointError('not-allowed')
    })
  },
  { name: 'same-origin', dependencies: ['problem'] },
)
