import { Grant, IdParam, IdShape, List, NewGrant, Shape, Type } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { problems } from '../plugins/problem.ts'
import { grantsOf, shareClip, takeBack } from './service.ts'

const access = { action: 'clip.share', id: { from: 'params', field: 'clipId' } } as const

export const grantRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/clips/:clipId/grants',
    { config: { access }, schema: { params: IdParam('clipId'), response: { 200: List(Grant) } } },
    async (request) => ({ items: await request.transact((tx) => grantsOf(tx, request.params.clipId)) }),
  )

  app.post(
    '/clips/:clipId/grants',
    {
      config: { access },
      schema: {
        params: IdParam('clipId'),
        body: NewGrant,
        response: { 201: Grant, ...problems('grant-needs-receiver', 'wrong-state') },
      },
    },
    async (request, reply) => {
      const grant = await request.transact((tx) =>
        shareClip(tx, request.actor.personId, request.params.clipId, request.body),
      )
      return await reply.code(201).send(grant)
    },
  )

  app.delete(
    '/clips/:clipId/grants/:grantId',
    {
      config: { access },
      schema: { params: Shape({ clipId: IdShape, grantId: IdShape }), response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { clipId, grantId } = request.params
      await request.transact((tx) => takeBack(tx, clipId, grantId))
      return await reply.code(204).send(null)
    },
  )
}
