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

type Options = {
  deps: ApiDeps
  /** How long a request may wait for a file that is being made. */
  waitsAtMostMs?: number
}

export const mediaRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { deps, waitsAtMostMs }) => {
  // Whoever waits is told to ask again, so that the server need not wait for them before it ends.
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())

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
      const object = await find()
      if (object !== 'promised') return await sendObject(request, reply, deps.storage, object)

      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      // She may have left while it was looked for, and then nothing says it any more.
      if (reply.raw.destroyed) gone.abort()
      const kept = await keptPromise(
        async () => {
          await request.authorizeAgain()
          return await find()
        },
        AbortSignal.any([gone.signal, closing.signal]),
        waitsAtMostMs,
      )
      if (kept) return await sendObject(request, reply, deps.storage, kept)
      if (gone.signal.aborted) return reply.hijack()
      reply.header('retry-after', ASK_AGAIN_SECONDS)
      throw new CuepointError('media-not-made-yet')
    },
  )
}
