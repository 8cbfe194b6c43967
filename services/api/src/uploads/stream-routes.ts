import { Clip, IdParam } from '@cuepoint/contracts'
import { CuepointError } from '@cuepoint/domain'
import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { closePolitely } from '../http/close-politely.ts'
import { newId } from '../http/new-id.ts'
import { problems } from '../plugins/problem.ts'
import type { UploadOptions } from './options.ts'
import { receiveFile } from './receive-file.ts'
import { transferFile } from './transfer.ts'

/** What stands around the file in the body: boundaries and the part's own headers. */
const envelopeBytes = 16 * 1024

/** The streaming way in: one request, one file, straight into storage. */
export const uploadInOneStreamRoutes: FastifyPluginAsyncTypebox<UploadOptions> = async (
  app,
  { deps, getClip },
) => {
  const { maxBytes, maxDurationMs, stallSeconds } = deps.config.upload
  // We judge the size ourselves, after the stream.
  await app.register(multipart, { throwFileSizeLimit: false })

  // A process that is told to go cannot wait for hours of sending.
  const going = new AbortController()
  app.addHook('preClose', async () => going.abort(new CuepointError('service-unavailable')))

  app.addHook('onSend', async (request, reply) => closePolitely(request, reply))

  app.put(
    '/clips/:clipId/original',
    {
      config: { access: { action: 'clip.upload', id: { from: 'params', field: 'clipId' } } },
      schema: {
        params: IdParam('clipId'),
        consumes: ['multipart/form-data'],
        response: {
          202: Clip,
          ...problems(
            'file-too-large',
            'file-empty',
            'file-missing',
            'upload-interrupted',
            'upload-in-progress',
            'wrong-state',
            'storage-unavailable',
          ),
        },
      },
      onRequest: async (request) => {
        const announced = Number(request.headers['content-length'] ?? 0)
        if (announced > maxBytes + envelopeBytes)
          throw new CuepointError('file-too-large', { maxBytes, maxDurationMs })
      },
    },
    async (request, reply) => {
      const { clipId } = request.params
      const { socket } = request.raw
      const before = socket.bytesRead
      if (!request.isMultipart()) throw new CuepointError('file-missing')
      await transferFile(
        {
          clipId,
          uploadId: newId(deps.random),
          transact: (work) => request.transact(work),
          receivedBytes: () => socket.bytesRead - before,
          awaitsSender: () => !request.raw.complete && !request.raw.isPaused(),
          stopped: going.signal,
          stallSeconds,
          log: request.log,
        },
        (key, signal) => receiveFile(request, { storage: deps.storage, key, maxBytes, signal }),
      )
      const clip = await request.transact((tx) => getClip(tx, request.actor.personId, clipId))
      return await reply.code(202).send(clip)
    },
  )
}
