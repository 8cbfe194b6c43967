import { CuepointError } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from '../deps.ts'
import { type PageFile, pickEncoding, readPages } from './pages.ts'

/** The built pages. Every path of the app is one of two pages, which find out for themselves what to show. */
export const webRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  if (deps.config.webDir === undefined) return
  const pages = await readPages(deps.config.webDir)

  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    config: { access: 'public' },
    handler: async (request, reply) => {
      const file = findPage(pages, pathOf(request.url))
      if (!file) throw new CuepointError('not-found')
      reply.headers({
        'content-type': file.type,
        etag: file.etag,
        // A page asks each time and is mostly told that nothing changed; what it loads never changes.
        'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      })
      if (file.compressible) reply.header('vary', 'accept-encoding')
      if (request.headers['if-none-match']?.split(/,\s*/).includes(file.etag))
        return await reply.code(304).send()
      const encoding = file.compressible ? pickEncoding(request.headers['accept-encoding']) : 'identity'
      if (encoding !== 'identity') reply.header('content-encoding', encoding)
      return await reply.send(await file.encoded(encoding))
    },
  })
}

function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '/'
  try {
    return decodeURIComponent(path)
  } catch {
    return '/api/'
  }
}

/** The answering page is an entry of its own, light enough for a thin line. */
function findPage(pages: ReadonlyMap<string, PageFile>, path: string): PageFile | undefined {
  if (path === '/api' || path.startsWith('/api/')) return undefined
  const file = path.endsWith('.html') ? undefined : pages.get(path)
  if (file) return file
  // What looks like a file and is none must not be answered with a page: a stale page would take it for a script.
  if (/\.[a-z0-9]{1,11}$/i.test(path)) return undefined
  return pages.get(path.startsWith('/answer/') ? '/answer.html' : '/index.html')
}
