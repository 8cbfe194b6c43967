import {
  AcceptInvitation,
  IdShape,
  Invitation,
  InvitationPreview,
  InvitationToken,
  Invite,
  List,
  Me,
  Shape,
} from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ApiDeps } from '../deps.ts'
import { addressOf, limitTries } from '../plugins/limits.ts'
import { problems } from '../plugins/problem.ts'
import type { Auth } from '../session/auth.ts'
import { readMe } from '../session/service.ts'
import { sessionCookie } from '../session/session-cookie.ts'
import {
  acceptInvitation,
  invite,
  inviteAgain,
  previewInvitation,
  showInvitations,
  takeInvitationBack,
} from './service.ts'

const anyone = { access: 'public' } as const
const manage = {
  access: { action: 'program.manage', id: { from: 'params', field: 'programId' } },
} as const
const OfProgram = Shape({ programId: IdShape })
const OfInvitation = Shape({ programId: IdShape, invitationId: IdShape })

export const invitationRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps; auth: Auth }> = async (
  app,
  { deps, auth },
) => {
  const limit = async (request: FastifyRequest, token: string): Promise<void> => {
    await limitTries(deps, 'invitation-by-address', addressOf(request))
    await limitTries(deps, 'invitation-by-token', token)
  }
  const inviting = (request: FastifyRequest, programId: string) => ({
    deps,
    transact: request.transact.bind(request),
    actorId: request.actor.personId,
    programId,
  })

  app.post(
    '/invitations/preview',
    {
      config: anyone,
      schema: {
        body: InvitationToken,
        response: { 200: InvitationPreview, ...problems('invitation-spent', 'too-many-tries') },
      },
    },
    async (request) => {
      await limit(request, request.body.token)
      return await previewInvitation(deps, request.body.token)
    },
  )

  app.post(
    '/invitations/accept',
    {
      config: anyone,
      schema: {
        body: AcceptInvitation,
        response: {
          200: Me,
          ...problems('invitation-spent', 'wrong-credentials', 'password-too-short', 'too-many-tries'),
        },
      },
    },
    async (request, reply) => {
      await limit(request, request.body.token)
      const { personId } = await acceptInvitation(deps, request.body)
      const { token } = await auth.createSession(personId)
      const me = await readMe(deps, personId)
      return await reply.header('set-cookie', sessionCookie(deps.config, token)).send(me)
    },
  )

  app.get(
    '/programs/:programId/invitations',
    { config: manage, schema: { params: OfProgram, response: { 200: List(Invitation) } } },
    async (request) => ({
      items: await request.transact((tx) => showInvitations(tx, request.params.programId)),
    }),
  )

  app.post(
    '/programs/:programId/invitations',
    {
      config: manage,
      schema: {
        params: OfProgram,
        body: Invite,
        response: { 201: Invitation, ...problems('already-member') },
      },
    },
    async (request, reply) =>
      await reply.code(201).send(await invite(inviting(request, request.params.programId), request.body)),
  )

  app.post(
    '/programs/:programId/invitations/:invitationId/send',
    {
      config: manage,
      schema: { params: OfInvitation, response: { 200: Invitation, ...problems('wrong-state') } },
    },
    (request) => inviteAgain(inviting(request, request.params.programId), request.params.invitationId),
  )

  app.delete(
    '/programs/:programId/invitations/:invitationId',
    {
      config: manage,
      schema: { params: OfInvitation, response: { 204: Type.Null(), ...problems('wrong-state') } },
    },
    async (request, reply) => {
      const { programId, invitationId } = request.params
      await request.transact((tx) => takeInvitationBack(tx, programId, invitationId))
      return await reply.code(204).send(null)
    },
  )
}
