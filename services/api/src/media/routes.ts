import { IdShape, Shape, Type } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from '../deps.ts'
import { fileResponses } from '../http/file-responses.ts'
import { sendObject } from '../http/send-object.ts'
import { problems } from '../plugins/problem.ts'
import { createPublishedFiles } from './published-files.ts'
import { findMediaObject } from './service.ts'

const params = Shape({
  clipId: IdShape,
  mediaId: Type.String({ maxLength: 100 }),
  '*': Type.String({ maxLength: 320 }),
})

export const mediaRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  const published = createPublishedFiles()

  app.get(
    '/clips/:clipId/media/:mediaId/*',
    {
      config: { access: { action: 'clip.view', id: { from: 'params', field: 'clipId' } } },
      // One line for each segment of each reader would bury the log.
      logLevel: 'warn',
      schema: { params, response: { ...fileResponses, ...problems('storage-unavailable') } },
    },
    async (request, reply) => {
      const { clipId, mediaId, '*': file } = request.params
      const readerId = request.actor.personId
      const object = await request.transact((tx) =>
        findMediaObject(tx, published, { readerId, clipId, mediaId, file }),
      )
      // Kept by the browser, asked for each time: what was taken back is dead on the next request.
      reply.header('cache-control', 'private, no-cache')
      return await sendObject(request, reply, deps.storage, object)
    },
  )
}
