import {
  ChangePrompt,
  IdParam,
  IdShape,
  NewPrompt,
  Prompt,
  PromptOrder,
  Review,
  Shape,
  Type,
} from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { problems } from '../plugins/problem.ts'
import { deletePrompt, editPrompt, newPrompt, reorderPrompts, restorePrompt } from './prompts-service.ts'

const params = Shape({ reviewId: IdShape, promptId: IdShape })
const access = { action: 'review.edit', id: { from: 'params', field: 'reviewId' } } as const

export const promptRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/reviews/:reviewId/prompts',
    {
      config: { access },
      schema: {
        params: IdParam('reviewId'),
        body: NewPrompt,
        response: {
          200: Prompt,
          201: Prompt,
          ...problems('wrong-state', 'too-many', 'range-backwards', 'past-end-of-clip'),
        },
      },
    },
    async (request, reply) => {
      const { prompt, made } = await request.transact((tx) =>
        newPrompt(tx, request.params.reviewId, request.body),
      )
      return await reply.code(made ? 201 : 200).send(prompt)
    },
  )

  app.patch(
    '/reviews/:reviewId/prompts/:promptId',
    {
      config: { access },
      schema: {
        params,
        body: ChangePrompt,
        response: {
          200: Prompt,
          ...problems('wrong-state', 'version-conflict', 'range-backwards', 'past-end-of-clip'),
        },
      },
    },
    (request) =>
      request.transact((tx) =>
        editPrompt(tx, request.params.reviewId, request.params.promptId, request.body),
      ),
  )

  app.delete(
    '/reviews/:reviewId/prompts/:promptId',
    {
      config: { access },
      schema: { params, response: { 204: Type.Null(), ...problems('wrong-state') } },
    },
    async (request, reply) => {
      await request.transact((tx) => deletePrompt(tx, request.params.reviewId, request.params.promptId))
      return await reply.code(204).send(null)
    },
  )

  app.post(
    '/reviews/:reviewId/prompts/:promptId/restore',
    {
      config: { access },
      schema: { params, response: { 200: Prompt, ...problems('wrong-state', 'too-many') } },
    },
    (request) =>
      request.transact((tx) => restorePrompt(tx, request.params.reviewId, request.params.promptId)),
  )

  app.put(
    '/reviews/:reviewId/prompt-order',
    {
      config: { access },
      schema: {
        params: IdParam('reviewId'),
        body: PromptOrder,
        response: { 200: Review, ...problems('wrong-state', 'version-conflict') },
      },
    },
    (request) =>
      request.transact((tx) =>
        reorderPrompts(tx, request.actor.personId, request.params.reviewId, request.body),
      ),
  )
}
