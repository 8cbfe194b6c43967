import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { depsWithoutServices } from '../testing/deps-without-services.ts'
import { accessPlugin } from './access.ts'
import { headersPlugin } from './headers.ts'
import { pagesPlugin } from './pages.ts'
import { problemPlugin } from './problem.ts'
import { sessionPlugin } from './session.ts'

async function serve(webDir: string): Promise<FastifyInstance> {
  const deps = depsWithoutServices()
  const app = fastify()
  await app.register(problemPlugin)
  await app.register(headersPlugin, { deps })
  await app.register(sessionPlugin, { deps })
  await app.register(accessPlugin, { deps })
  await app.register(pagesPlugin, { webDir })
  await app.ready()
  return app
}

let webDir: string
let app: FastifyInstance
beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'pages-'))
  await mkdir(join(webDir, 'assets'))
  await writeFile(join(webDir, 'index.html'), 'the app')
  await writeFile(join(webDir, 'answer.html'), 'the answering page')
  await writeFile(join(webDir, 'mark.svg'), '<svg/>')
  await writeFile(join(webDir, 'assets/app-1a2b.js'), 'plain')
  await writeFile(join(webDir, 'assets/app-1a2b.js.br'), brotliCompressSync('compressed'))
  await writeFile(`${webDir}-secret`, 'beside the pages')
  app = await serve(webDir)
})
afterAll(async () => {
  await app.close()
  await rm(webDir, { recursive: true })
  await rm(`${webDir}-secret`)
})

const get = async (url: string, headers = {}) => await app.inject({ method: 'GET', url, headers })

test.each([
  ['/', 'the app'],
  ['/clips/1?x=a.b', 'the app'],
  ['/reviews/1/talk', 'the app'],
  ['/answer/1', 'the answering page'],
  ['/mark.svg', '<svg/>'],
])('%s is answered with %s, asked for each time', async (url, body) => {
  const response = await get(url)
  expect(response.statusCode).toBe(200)
  expect(response.body).toBe(body)
  expect(response.headers['cache-control']).toBe('no-cache')
})

test('a part of a page is kept for good and sent compressed to whoever can read it', async () => {
  const plain = await get('/assets/app-1a2b.js')
  expect(plain.body).toBe('plain')
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const compressed = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, br' })
  expect(compressed.headers['content-encoding']).toBe('br')
  expect(compressed.headers['content-type']).toContain('javascript')
  expect(compressed.headers['vary']).toContain('accept-encoding')
})

test.each([
  '/api/unknown',
  '/assets/gone.js',
  '/gone.png',

  '/mark.svg.br',
])('%s is not there, and says so as a problem', async (url) => {
  const response = await get(url)
  expect(response.statusCode).toBe(404)
  expect(response.headers['content-type']).toContain('application/problem+json')
})

test('nothing beside the pages can be read', async () => {
  const name = webDir.split('/').at(-1)
  for (const url of [
    `/../${name}-secret`,
    `/assets/../../${name}-secret`,
    `/assets/..%2f..%2f${name}-secret`,
  ]) {
    expect((await get(url)).body).not.toContain('beside the pages')
  }
})

test('a page may fetch from its own origin only, and no other site may frame it', async () => {
  const policy = String((await get('/')).headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/https?:/)
})

test('a folder without built pages is refused at once', async () => {
  await expect(serve(join(webDir, 'assets'))).rejects.toThrow('WEB_DIR holds no built pages')
})
