import { IdParam } from '@cuepoint/contracts'
import { findClip } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from '../deps.ts'
import { fileResponses } from '../http/file-responses.ts'
import { sendObject } from '../http/send-object.ts'
import { problems } from '../plugins/problem.ts'
import { deliveredType, neutralName } from './original-name.ts'

/** The file as it was sent, byte for byte. */
export const originalRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  app.get(
    '/clips/:clipId/original',
    {
      config: { access: { action: 'clip.download', id: { from: 'params', field: 'clipId' } } },
      schema: {
        params: IdParam('clipId'),
        response: { ...fileResponses, ...problems('storage-unavailable') },
      },
    },
    async (request, reply) => {
      const { clipId } = request.params
      const clip = await request.transact((tx) => findClip(tx, clipId, request.actor.personId))
      const {
        original_key: key = null,
        size_bytes: totalBytes = null,
        content_type: type = null,
      } = clip ?? {}
      if (key === null || totalBytes === null || clip?.state === 'deleting')
        throw new CuepointError('not-found')
      reply
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${neutralName(clipId, type)}"`)
      const etag = `"${key.slice(key.lastIndexOf('/') + 1)}"`
      return await sendObject(request, reply, deps.storage, {
        key,
        etag,
        totalBytes,
        contentType: deliveredType(type),
      })
    },
  )
}
