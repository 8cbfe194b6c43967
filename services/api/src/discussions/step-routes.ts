import { ChangeStep, IdParam, IdShape, NewStep, Shape, Step, Type } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { problems } from '../plugins/problem.ts'
import { editStep, newStep, removeStep } from './steps-service.ts'

const params = Shape({ reviewId: IdShape, stepId: IdShape })
const change = { action: 'step.change', id: { from: 'params', field: 'stepId' } } as const

export const stepRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/reviews/:reviewId/steps',
    {
      config: { access: { action: 'discussion.lead', id: { from: 'params', field: 'reviewId' } } },
      schema: {
        params: IdParam('reviewId'),
        body: NewStep,
        response: { 200: Step, 201: Step, ...problems('wrong-state', 'too-many') },
      },
    },
    async (request, reply) => {
      const { step, made } = await request.transact((tx) =>
        newStep(tx, request.params.reviewId, request.body),
      )
      return await reply.code(made ? 201 : 200).send(step)
    },
  )

  app.patch(
    '/reviews/:reviewId/steps/:stepId',
    {
      config: { access: change },
      schema: { params, body: ChangeStep, response: { 200: Step, ...problems('version-conflict') } },
    },
    (request) =>
      request.transact((tx) => editStep(tx, request.params.reviewId, request.params.stepId, request.body)),
  )

  app.delete(
    '/reviews/:reviewId/steps/:stepId',
    { config: { access: change }, schema: { params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await request.transact((tx) => removeStep(tx, request.params.reviewId, request.params.stepId))
      return await reply.code(204).send(null)
    },
  )
}
