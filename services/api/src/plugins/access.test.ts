import fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { depsWithoutServices } from '../testing/deps-without-services.ts'
import { accessPlugin, type RouteAccess } from './access.ts'
import { problemPlugin } from './problem.ts'
import { sessionPlugin } from './session.ts'

async function appWith(url: string, access?: RouteAccess) {
  const app = fastify()
  const deps = depsWithoutServices()
  await app.register(problemPlugin)
  await app.register(sessionPlugin, { deps })
  await app.register(accessPlugin, { deps })
  await app.register(async (api) => {
    api.get(url, access === undefined ? {} : { config: { access } }, async () => 'here')
  })
  await app.ready()
  return app
}

describe('a route registers', () => {
  test.each<[string, RouteAccess]>([
    ['/open', 'public'],
    ['/mine', { action: 'self.use' }],
    ['/clips/:clipId', { action: 'clip.view', id: { from: 'params', field: 'clipId' } }],
    ['/reviews', { action: 'review.create', id: { from: 'body', field: 'clipId' } }],
  ])('%s with a policy that fits it', async (url, access) => {
    await expect(appWith(url, access)).resolves.toBeDefined()
  })
})

describe('a route does not register', () => {
  test('without a policy', async () => {
    await expect(appWith('/forgotten')).rejects.toThrow(/GET \/forgotten says nothing about who may call it/)
  })
  test.each<[string, RouteAccess]>([
    ['/clips', { action: 'clip.view' }],
    ['/clips', { action: 'clip.view', id: { from: 'params', field: 'clipId' } }],
    ['/mine/:id', { action: 'self.use', id: { from: 'params', field: 'id' } }],
  ])('%s with a policy that cannot be asked', async (url, access) => {
    await expect(appWith(url, access)).rejects.toThrow(/route GET/)
  })
})

test('who is not signed in is turned away before anything is looked up', async () => {
  const app = await appWith('/clips/:clipId', {
    action: 'clip.view',
    id: { from: 'params', field: 'clipId' },
  })
  const answer = await app.inject({ url: '/clips/3' })
  expect(answer.statusCode).toBe(401)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.json()).toMatchObject({ code: 'not-signed-in', status: 401 })
})
