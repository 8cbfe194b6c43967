import {
  ChangeMember,
  ChangeProgram,
  Colleague,
  IdShape,
  List,
  Member,
  Program,
  ProgramCounts,
  Shape,
} from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { problems } from '../plugins/problem.ts'
import {
  countProgram,
  getProgram,
  giveRoles,
  renameProgram,
  sendAway,
  showColleagues,
  showMembers,
} from './service.ts'

const byProgram = { from: 'params', field: 'programId' } as const
const view = { access: { action: 'program.view', id: byProgram } } as const
const manage = { access: { action: 'program.manage', id: byProgram } } as const
const count = { access: { action: 'program.count', id: byProgram } } as const
const OfProgram = Shape({ programId: IdShape })
const OfMember = Shape({ programId: IdShape, personId: IdShape })

export const programRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/programs/:programId',
    { config: view, schema: { params: OfProgram, response: { 200: Program } } },
    (request) => request.transact((tx) => getProgram(tx, request.actor.personId, request.params.programId)),
  )

  app.patch(
    '/programs/:programId',
    { config: manage, schema: { params: OfProgram, body: ChangeProgram, response: { 200: Program } } },
    (request) =>
      request.transact((tx) =>
        renameProgram(tx, request.actor.personId, request.params.programId, request.body),
      ),
  )

  app.get(
    '/programs/:programId/counts',
    { config: count, schema: { params: OfProgram, response: { 200: ProgramCounts } } },
    (request) => request.transact((tx) => countProgram(tx, request.params.programId)),
  )

  app.get(
    '/programs/:programId/colleagues',
    { config: view, schema: { params: OfProgram, response: { 200: List(Colleague) } } },
    async (request) => ({
      items: await request.transact((tx) =>
        showColleagues(tx, request.actor.personId, request.params.programId),
      ),
    }),
  )

  app.get(
    '/programs/:programId/members',
    { config: manage, schema: { params: OfProgram, response: { 200: List(Member) } } },
    async (request) => ({
      items: await request.transact((tx) => showMembers(tx, request.params.programId)),
    }),
  )

  app.patch(
    '/programs/:programId/members/:personId',
    {
      config: manage,
      schema: {
        params: OfMember,
        body: ChangeMember,
        response: { 200: Member, ...problems('last-lead') },
      },
    },
    (request) => {
      const { programId, personId } = request.params
      return request.transact((tx) => giveRoles(tx, programId, personId, request.body.roles))
    },
  )

  app.delete(
    '/programs/:programId/members/:personId',
    {
      config: manage,
      schema: { params: OfMember, response: { 204: Type.Null(), ...problems('last-lead') } },
    },
    async (request, reply) => {
      const { programId, personId } = request.params
      await request.transact((tx) => sendAway(tx, programId, personId))
      return await reply.code(204).send(null)
    },
  )
}
