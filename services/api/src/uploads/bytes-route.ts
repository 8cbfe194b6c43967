import { IdShape, Shape, Type } from '@cuepoint/contracts'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from '../deps.ts'
import { closePolitely } from '../http/close-politely.ts'
import { createStallWatch } from '../http/stall-watch.ts'
import { problems } from '../plugins/problem.ts'
import { closeWhereAsked } from './last-on-connection.ts'
import { passOn } from './pass-on.ts'
import { keptUpload, targetOf } from './service.ts'

const Byte = Type.String({ pattern: '^\\d{1,13}$' })
/** Signed for ourselves, and used at once. */
const GOOD_SECONDS = 300
/** How much a device may send us to learn how fast its line is; nothing of it is kept. */
const PROBE_BYTES = 256 * 1024
const PROBE_MS = 60_000

/** The same way in through our own port, for storage that has no address a phone could reach. */
export const uploadBytesRoute: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  const { stallSeconds, keptSeconds } = deps.config.upload
  // The body is a file and no document: it is passed on as it comes.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))

  const going = new AbortController()
  app.addHook('preClose', async () => going.abort(new CuepointError('service-unavailable')))
  app.addHook('onSend', closeWhereAsked)
  app.addHook('onSend', async (request, reply) => closePolitely(request, reply))

  app.post(
    '/upload-probe',
    {
      config: { access: { action: 'self.use' } },
      logLevel: 'warn',
      schema: {
        consumes: ['application/octet-stream'],
        response: { 204: Type.Null(), ...problems('file-too-large') },
      },
    },
    async (request, reply) => {
      let bytes = 0
      const patience = setTimeout(() => request.raw.destroy(), PROBE_MS)
      reply.raw.once('close', () => clearTimeout(patience))
      for await (const piece of request.raw as AsyncIterable<Buffer>) {
        bytes += piece.length
        if (bytes > PROBE_BYTES) throw new CuepointError('file-too-large', { maxBytes: PROBE_BYTES })
      }
      return await reply.code(204).send(null)
    },
  )

  app.put(
    '/clips/:clipId/upload/:uploadId/bytes',
    {
      config: { access: { action: 'clip.upload', id: { from: 'params', field: 'clipId' } } },
      // One line for each piece of each upload would bury the log.
      logLevel: 'warn',
      schema: {
        params: Shape({ clipId: IdShape, uploadId: IdShape }),
        querystring: Shape({ from: Byte, to: Byte }),
        consumes: ['application/octet-stream'],
        response: { 204: Type.Null(), ...problems('upload-interrupted', 'storage-unavailable') },
      },
    },
    async (request, reply) => {
      const { clipId, uploadId } = request.params
      const range = { fromByte: Number(request.query.from), toByte: Number(request.query.to) }
      const sizeBytes = range.toByte - range.fromByte
      if (Number(request.headers['content-length']) !== sizeBytes)
        throw new CuepointError('bad-request', { rule: 'length-of-the-range' })
      const upload = await keptUpload(
        { storage: deps.storage, transact: (work) => request.transact(work), keptSeconds },
        clipId,
        uploadId,
      )
      const url = await deps.storage.signPut(targetOf(upload, range), GOOD_SECONDS, 'us')
      if (url === undefined) throw new CuepointError('storage-unavailable')

      const stalled = new AbortController()
      const { socket } = request.raw
      const before = socket.bytesRead
      const beatSeconds = stallSeconds / 4
      const watch = createStallWatch(stallSeconds, beatSeconds)
      const beat = setInterval(() => {
        const awaitsSender = !request.raw.complete && !request.raw.isPaused()
        if (watch.isStalled(socket.bytesRead - before, awaitsSender))
          stalled.abort(new CuepointError('upload-interrupted', { rule: 'stalled' }))
      }, beatSeconds * 1_000)
      try {
        await passOn(request.raw, url, sizeBytes, AbortSignal.any([stalled.signal, going.signal]))
      } finally {
        clearInterval(beat)
      }
      return await reply.code(204).send(null)
    },
  )
}
