import {
  ChangeReview,
  IdParam,
  List,
  NewReview,
  Review,
  ReviewSummary,
  SendReview,
  Type,
} from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { presentReview } from '../http/present-review.ts'
import { problems } from '../plugins/problem.ts'
import {
  deleteReview,
  editReview,
  listReviewSummaries,
  restoreReview,
  sendReview,
  startReview,
} from './service.ts'

const params = IdParam('reviewId')
const edit = { action: 'review.edit', id: { from: 'params', field: 'reviewId' } } as const

export const reviewRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/clips/:clipId/reviews',
    {
      config: { access: { action: 'clip.view', id: { from: 'params', field: 'clipId' } } },
      schema: { params: IdParam('clipId'), response: { 200: List(ReviewSummary) } },
    },
    async (request) => ({
      items: await request.transact((tx) =>
        listReviewSummaries(tx, request.actor.personId, request.params.clipId),
      ),
    }),
  )

  app.post(
    '/reviews',
    {
      config: { access: { action: 'review.create', id: { from: 'body', field: 'clipId' } } },
      schema: { body: NewReview, response: { 201: Review } },
    },
    async (request, reply) => {
      const review = await request.transact((tx) =>
        startReview(tx, request.actor.personId, request.body.clipId),
      )
      return await reply.code(201).send(review)
    },
  )

  app.get(
    '/reviews/:reviewId',
    {
      config: { access: { action: 'review.view', id: { from: 'params', field: 'reviewId' } } },
      schema: { params, response: { 200: Review } },
    },
    (request) => request.transact((tx) => presentReview(tx, request.params.reviewId, request.actor.personId)),
  )

  app.patch(
    '/reviews/:reviewId',
    {
      config: { access: edit },
      schema: {
        params,
        body: ChangeReview,
        response: { 200: Review, ...problems('wrong-state', 'participant-cannot-see') },
      },
    },
    (request) =>
      request.transact((tx) => editReview(tx, request.actor.personId, request.params.reviewId, request.body)),
  )

  app.delete(
    '/reviews/:reviewId',
    {
      config: { access: edit },
      schema: { params, response: { 204: Type.Null(), ...problems('wrong-state') } },
    },
    async (request, reply) => {
      await request.transact((tx) => deleteReview(tx, request.params.reviewId))
      return await reply.code(204).send(null)
    },
  )

  app.post(
    '/reviews/:reviewId/restore',
    { config: { access: edit }, schema: { params, response: { 200: Review, ...problems('wrong-state') } } },
    (request) => request.transact((tx) => restoreReview(tx, request.actor.personId, request.params.reviewId)),
  )

  app.post(
    '/reviews/:reviewId/send',
    {
      config: { access: edit },
      schema: {
        params,
        body: SendReview,
        response: {
          200: Review,
          ...problems(
            'wrong-state',
            'review-without-prompts',
            'review-without-participants',
            'participant-cannot-see',
            'strength-first',
            'range-backwards',
            'past-end-of-clip',
          ),
        },
      },
    },
    (request) =>
      request.transact((tx) => sendReview(tx, request.actor.personId, request.params.reviewId, request.body)),
  )
}
