import { IdShape, Shape, Type } from '@cuepoint/contracts'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from '../deps.ts'
import { fileResponses } from '../http/file-responses.ts'
import { sendObject } from '../http/send-object.ts'
import { problems } from '../plugins/problem.ts'
import { keptPromise } from './kept-promise.ts'
import { findMediaObject } from './service.ts'

const params = Shape({
  clipId: IdShape,
  mediaId: Type.String({ maxLength: 100 }),
  '*': Type.String({ maxLength: 320 }),
})
const ASK_AGAIN_SECONDS = 2

export const mediaRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  app.get(
    '/clips/:clipId/media/:mediaId/*',
    {
      config: { access: { action: 'clip.view', id: { from: 'params', field: 'clipId' } } },
      // One line for each segment of each reader would bury the log.
      logLevel: 'warn',
      schema: {
        params,
        response: { ...fileResponses, ...problems('media-not-made-yet', 'storage-unavailable') },
      },
    },
    async (request, reply) => {
      const { clipId, mediaId, '*': file } = request.params
      const readerId = request.actor.personId
      const find = () => request.transact((tx) => findMediaObject(tx, { readerId, clipId, mediaId, file }))
      // Kept by the browser, asked for each time: what was taken back is dead on the next request.
      reply.header('cache-control', 'private, no-cache')
      let object = await find()
      if (object === 'promised') {
        const gone = new AbortController()
        reply.raw.once('close', () => gone.abort())
        const kept = await keptPromise(async () => {
          await request.authorizeAgain()
          return await find()
        }, gone.signal)
        if (!kept) {
          reply.header('retry-after', ASK_AGAIN_SECONDS)
          throw new CuepointError('media-not-made-yet')
        }
        object = kept
      }
      return await sendObject(request, reply, deps.storage, object)
    },
  )
}
