import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../app.ts'
import { depsWithoutServices, testConfig } from '../testing/deps-without-services.ts'
import { pickEncoding } from './pages.ts'

const script = 'export const lesson = 1\n'.repeat(200)
let folder: string
let app: FastifyInstance
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-web-'))
  await mkdir(join(folder, 'assets'))
  await mkdir(join(folder, '.vite'))
  await writeFile(join(folder, 'index.html'), '<title>app</title>')
  await writeFile(join(folder, 'answer.html'), '<title>answer</title>')
  await writeFile(join(folder, 'mark.svg'), '<svg/>')
  await writeFile(join(folder, 'assets/app-3fl19EwV.js'), script)
  await writeFile(join(folder, 'assets/app-3fl19EwV.js.map'), '{}')
  await writeFile(join(folder, '.vite/manifest.json'), '{}')
  app = await buildApp(depsWithoutServices({ config: { ...testConfig, webDir: folder } }))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

describe('a path of the app', () => {
  test.each(['/', '/sign-in', '/clips/new', '/reviews/8d7f/talk', '/invitation?x=1'])(
    '%s is the app',
    async (url) => {
      const answer = await get(url)
      expect(answer.statusCode).toBe(200)
      expect(answer.body).toBe('<title>app</title>')
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
      })
    },
  )

  test('for answering is the lean entry', async () => {
    expect((await get('/answer/8d7f')).body).toBe('<title>answer</title>')
  })

  test('carries a policy that lets nothing in from elsewhere', async () => {
    const { headers } = await get('/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/https?:|\*|script-src|unsafe-eval/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('what a page loads', () => {
  test('is kept for good, and comes compressed', async () => {
    const url = '/assets/app-3fl19EwV.js'
    const brotli = await get(url, { 'accept-encoding': 'gzip, deflate, br' })
    expect(brotli.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(script)
    expect(brotli.rawPayload.length).toBeLessThan(script.length / 10)
    const gzip = await get(url, { 'accept-encoding': 'gzip' })
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(script)
    expect((await get(url)).body).toBe(script)
  })

  test('is not sent again when it is there already', async () => {
    const { headers } = await get('/')
    const again = await get('/', { 'if-none-match': String(headers.etag) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect((await get('/', { 'if-none-match': 'W/"other"' })).statusCode).toBe(200)
  })
})

describe('what is not there', () => {
  test.each([
    '/assets/app-old.js',
    '/robots.php',
    '/.vite/manifest.json',
    '/assets/app-3fl19EwV.js.map',
    '/index.html',
    '/%2e%2e/%2e%2e/etc/passwd.txt',
  ])('%s is no page', async (url) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test.each(['/api', '/api/', '/api/nothing', '/%61pi/nothing'])(
    '%s is a problem and no page',
    async (url) => {
      const answer = await get(url)
      expect(answer.json()).toMatchObject({ code: 'not-found', status: 404 })
    },
  )
})

test('an address that cannot be read is a problem that does not repeat it', async () => {
  const answer = await get('/clips/private%ff')
  expect(answer.json()).toMatchObject({ code: 'bad-request', status: 400 })
  expect(answer.body).not.toContain('private')
})

test.each([
  [undefined, 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0.5', 'gzip'],
  ['identity', 'identity'],
])('of %j the best encoding is %s', (accepted, best) => {
  expect(pickEncoding(accepted)).toBe(best)
})
