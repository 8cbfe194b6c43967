import { IdShape, List, Notice, Shape } from '@cuepoint/contracts'
import { listNotices, readAllNotices, readNotice } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { problems } from '../plugins/problem.ts'
import { toNotice } from './notice.ts'

const self = { access: { action: 'self.use' } } as const
const shown = 50

export const noticeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/notices', { config: self, schema: { response: { 200: List(Notice) } } }, async (request) => {
    const { personId } = request.actor
    const notices = await request.transact((tx) => listNotices(tx, personId, shown))
    return { items: notices.map(toNotice) }
  })

  app.post(
    '/notices/:noticeId/read',
    {
      config: self,
      schema: {
        params: Shape({ noticeId: IdShape }),
        response: { 204: Type.Null(), ...problems('not-found') },
      },
    },
    async (request, reply) => {
      const { personId } = request.actor
      const read = await request.transact((tx) => readNotice(tx, personId, request.params.noticeId))
      if (!read) throw new CuepointError('not-found')
      return await reply.code(204).send(null)
    },
  )

  app.post(
    '/notices/read',
    { config: self, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { personId } = request.actor
      await request.transact((tx) => readAllNotices(tx, personId))
      return await reply.code(204).send(null)
    },
  )
}
