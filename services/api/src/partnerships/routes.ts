import { IdShape, List, NewPartnership, Partnership, Shape } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { closePartnership, makePartnership, showPartnerships } from './service.ts'

const byProgram = { from: 'params', field: 'programId' } as const
const view = { access: { action: 'program.view', id: byProgram } } as const
const manage = { access: { action: 'program.manage', id: byProgram } } as const
const OfProgram = Shape({ programId: IdShape })
const OfPartnership = Shape({ programId: IdShape, partnershipId: IdShape })

export const partnershipRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/programs/:programId/partnerships',
    { config: view, schema: { params: OfProgram, response: { 200: List(Partnership) } } },
    async (request) => ({
      items: await request.transact((tx) =>
        showPartnerships(tx, request.actor.personId, request.params.programId),
      ),
    }),
  )

  app.post(
    '/programs/:programId/partnerships',
    {
      config: manage,
      schema: { params: OfProgram, body: NewPartnership, response: { 201: Partnership } },
    },
    async (request, reply) => {
      const made = await request.transact((tx) => makePartnership(tx, request.params.programId, request.body))
      return await reply.code(201).send(made)
    },
  )

  app.delete(
    '/programs/:programId/partnerships/:partnershipId',
    { config: manage, schema: { params: OfPartnership, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { programId, partnershipId } = request.params
      await request.transact((tx) => closePartnership(tx, programId, partnershipId))
      return await reply.code(204).send(null)
    },
  )
}
