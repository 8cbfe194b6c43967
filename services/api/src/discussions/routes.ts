import { Discussion, IdParam, SaveSummary, ScheduleDiscussion } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { problems } from '../plugins/problem.ts'
import { presentDiscussion } from './present-discussion.ts'
import { beginDiscussion, closeDiscussion, planDiscussion, writeSummary } from './service.ts'

const params = IdParam('reviewId')
const id = { from: 'params', field: 'reviewId' } as const

export const discussionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/reviews/:reviewId/discussion',
    {
      config: { access: { action: 'discussion.view', id } },
      schema: { params, response: { 200: Discussion } },
    },
    (request) =>
      request.transact((tx) => presentDiscussion(tx, request.params.reviewId, request.actor.personId)),
  )

  app.put(
    '/reviews/:reviewId/discussion/time',
    {
      config: { access: { action: 'discussion.lead', id } },
      schema: { params, body: ScheduleDiscussion, response: { 200: Discussion, ...problems('wrong-state') } },
    },
    (request) =>
      request.transact((tx) =>
        planDiscussion(tx, request.actor.personId, request.params.reviewId, request.body),
      ),
  )

  app.post(
    '/reviews/:reviewId/discussion/open',
    {
      config: { access: { action: 'discussion.lead', id } },
      schema: { params, response: { 200: Discussion, ...problems('wrong-state') } },
    },
    (request) =>
      request.transact((tx) => beginDiscussion(tx, request.actor.personId, request.params.reviewId)),
  )

  app.put(
    '/reviews/:reviewId/discussion/summary',
    {
      config: { access: { action: 'discussion.lead', id } },
      schema: {
        params,
        body: SaveSummary,
        response: { 200: Discussion, ...problems('wrong-state', 'version-conflict') },
      },
    },
    (request) =>
      request.transact((tx) =>
        writeSummary(tx, request.actor.personId, request.params.reviewId, request.body),
      ),
  )

  app.post(
    '/reviews/:reviewId/discussion/close',
    {
      config: { access: { action: 'discussion.close', id } },
      schema: { params, response: { 200: Discussion, ...problems('wrong-state') } },
    },
    (request) =>
      request.transact((tx) => closeDiscussion(tx, request.actor.personId, request.params.reviewId)),
  )
}
