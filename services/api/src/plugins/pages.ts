import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CuepointError } from '@cuepoint/domain'
import fastifyStatic from '@fastify/static'
import fastifyPlugin from 'fastify-plugin'

/** A page is asked for each time, its parts carry their content in their name and never change. */
const fresh = { cacheControl: false } as const
const forGood = { maxAge: '365d', immutable: true } as const

/**
 * Serves the built pages from the one origin: files by their name, the answering page under its own address, and for
 * every other address of a person's the app, whose router knows it. Compressed beforehand, so that serving costs nothing.
 */
export const pagesPlugin = fastifyPlugin<{ webDir: string | undefined }>(
  async (app, { webDir }) => {
    if (webDir === undefined) return
    const entries = await readdir(webDir, { withFileTypes: true })
    const files = new Set(entries.filter((entry) => entry.isFile()).map((entry) => entry.name))
    if (!files.has('index.html') || !files.has('answer.html')) throw new Error('WEB_DIR holds no built pages')
    await app.register(fastifyStatic, { root: webDir, serve: false, preCompressed: true })
    const route = { config: { access: 'public' }, logLevel: 'warn' } as const
    const page = { 'cache-control': 'no-cache', vary: 'accept-encoding' }

    app.get<{ Params: { '*': string } }>('/assets/*', route, async (request, reply) => {
      reply.header('vary', 'accept-encoding')
      return await reply.sendFile(join('assets', request.params['*']), forGood)
    })
    app.get(
      '/answer/*',
      route,
      async (_request, reply) => await reply.headers(page).sendFile('answer.html', fresh),
    )
    app.get<{ Params: { '*': string } }>('/*', route, async (request, reply) => {
      const path = request.params['*']
      if (path === 'api' || path.startsWith('api/')) throw new CuepointError('not-found')
      const isFile = files.has(path) && !/\.(br|gz)$/.test(path)
      // What looks like a file and is none must not be answered with a page.
      if (!isFile && /\.\w+$/.test(path)) throw new CuepointError('not-found')
      return await reply.headers(page).sendFile(isFile ? path : 'index.html', fresh)
    })
  },
  { name: 'pages', dependencies: ['problem', 'access'] },
)
