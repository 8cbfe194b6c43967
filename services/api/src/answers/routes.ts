import {
  AnswerDraft,
  IdParam,
  IdShape,
  Review,
  SaveAnswerDraft,
  Shape,
  SubmitAnswers,
} from '@cuepoint/contracts'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { problems } from '../plugins/problem.ts'
import { saveAnswerDraft, submitAnswers } from './service.ts'

const access = { action: 'answer.write', id: { from: 'params', field: 'reviewId' } } as const

export const answerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.put(
    '/reviews/:reviewId/prompts/:promptId/draft',
    {
      config: { access },
      schema: {
        params: Shape({ reviewId: IdShape, promptId: IdShape }),
        body: SaveAnswerDraft,
        response: { 200: AnswerDraft, ...problems('wrong-state', 'version-conflict') },
      },
    },
    async (request) => {
      const outcome = await request.transact((tx) =>
        saveAnswerDraft(tx, request.actor.personId, request.params, request.body),
      )
      // Thrown only now: the words that came too late are committed.
      if ('current' in outcome) throw new CuepointError('version-conflict', outcome)
      return outcome.saved
    },
  )

  app.post(
    '/reviews/:reviewId/answers',
    {
      config: { access },
      schema: {
        params: IdParam('reviewId'),
        body: SubmitAnswers,
        response: { 200: Review, ...problems('wrong-state', 'version-conflict', 'nothing-to-submit') },
      },
    },
    (request) =>
      request.transact((tx) =>
        submitAnswers(tx, request.actor.personId, request.params.reviewId, request.body),
      ),
  )
}
