import {
  Clip,
  ClipUpload,
  IdShape,
  List,
  NewUpload,
  Shape,
  SignedRange,
  Type,
  WantedRanges,
} from '@cuepoint/contracts'
import type { PartedUpload } from '@cuepoint/db'
import { type ByteRange, CuepointError, instantFrom } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { newId } from '../http/new-id.ts'
import { plainType } from '../http/plain-type.ts'
import { problems } from '../plugins/problem.ts'
import { closeWhereAsked } from './last-on-connection.ts'
import type { UploadOptions } from './options.ts'
import {
  beginUpload,
  completeUpload,
  getUpload,
  giveUpUpload,
  joinPart,
  keptUpload,
  storedRanges,
  targetOf,
  type UploadDeps,
} from './service.ts'

const params = Shape({ clipId: IdShape })
const uploadParams = Shape({ clipId: IdShape, uploadId: IdShape })
const access = { action: 'clip.upload', id: { from: 'params', field: 'clipId' } } as const
/** Long enough for one range on a line that has become slow, short enough to be no door. */
const GOOD_SECONDS = 15 * 60

/** The way in part by part: what is there stays there, whatever the line does. */
export const uploadInPartsRoutes: FastifyPluginAsyncTypebox<UploadOptions> = async (
  app,
  { deps, getClip },
) => {
  const { maxBytes, maxDurationMs, keptSeconds } = deps.config.upload
  app.addHook('onSend', closeWhereAsked)

  const forRequest = (request: FastifyRequest): UploadDeps => ({
    storage: deps.storage,
    transact: (work) => request.transact(work),
    keptSeconds,
  })

  const shapeOf = async (request: FastifyRequest, upload: PartedUpload): Promise<ClipUpload> => {
    const have = await storedRanges(forRequest(request), upload)
    if (!have) throw new CuepointError('not-found')
    return {
      id: upload.uploadId,
      sizeBytes: upload.sizeBytes,
      partBytes: upload.partBytes,
      have,
      keptUntil: upload.keptUntil.toISOString(),
    }
  }

  app.post(
    '/clips/:clipId/upload',
    {
      config: { access },
      schema: {
        params,
        body: NewUpload,
        response: {
          200: ClipUpload,
          ...problems(
            'file-too-large',
            'file-empty',
            'upload-in-progress',
            'wrong-state',
            'storage-unavailable',
          ),
        },
      },
    },
    async (request) => {
      const { sizeBytes, contentType } = request.body
      if (sizeBytes === 0) throw new CuepointError('file-empty')
      if (sizeBytes > maxBytes) throw new CuepointError('file-too-large', { maxBytes, maxDurationMs })
      const { clipId } = request.params
      const wanted = { clipId, uploadId: newId(deps.random), sizeBytes, contentType: plainType(contentType) }
      return await shapeOf(request, await beginUpload(forRequest(request), wanted))
    },
  )

  app.get(
    '/clips/:clipId/upload',
    {
      config: { access },
      schema: { params, response: { 200: ClipUpload, ...problems('storage-unavailable') } },
    },
    async (request) => await shapeOf(request, await getUpload(forRequest(request), request.params.clipId)),
  )

  app.post(
    '/clips/:clipId/upload/:uploadId/signatures',
    {
      config: { access },
      schema: { params: uploadParams, body: WantedRanges, response: { 200: List(SignedRange) } },
    },
    async (request) => {
      const { clipId, uploadId } = request.params
      const upload = await keptUpload(forRequest(request), clipId, uploadId)
      const goodUntil = instantFrom(deps.clock().getTime() + GOOD_SECONDS * 1_000).toISOString()
      const sign = async (range: ByteRange): Promise<SignedRange> => {
        const url = await deps.storage.signPut(targetOf(upload, range), GOOD_SECONDS, 'browser')
        const ours = `/api/clips/${clipId}/upload/${uploadId}/bytes?from=${range.fromByte}&to=${range.toByte}`
        return { ...range, url: url ?? ours, sameOrigin: url === undefined, goodUntil }
      }
      return { items: await Promise.all(request.body.ranges.map(sign)) }
    },
  )

  app.put(
    '/clips/:clipId/upload/:uploadId/parts/:part',
    {
      config: { access },
      schema: {
        params: Shape({ ...uploadParams.properties, part: Type.String({ pattern: '^[1-9]\\d{0,4}$' }) }),
        response: { 204: Type.Null(), ...problems('upload-incomplete', 'storage-unavailable') },
      },
    },
    async (request, reply) => {
      const { clipId, uploadId, part } = request.params
      const upload = await keptUpload(forRequest(request), clipId, uploadId)
      await joinPart(forRequest(request), upload, Number(part))
      return await reply.code(204).send(null)
    },
  )

  app.post(
    '/clips/:clipId/upload/:uploadId/complete',
    {
      config: { access },
      schema: {
        params: uploadParams,
        response: { 202: Clip, ...problems('upload-incomplete', 'storage-unavailable') },
      },
    },
    async (request, reply) => {
      const { clipId, uploadId } = request.params
      await completeUpload(forRequest(request), clipId, uploadId)
      const clip = await request.transact((tx) => getClip(tx, request.actor.personId, clipId))
      return await reply.code(202).send(clip)
    },
  )

  app.delete(
    '/clips/:clipId/upload/:uploadId',
    {
      config: { access },
      schema: { params: uploadParams, response: { 204: Type.Null(), ...problems('storage-unavailable') } },
    },
    async (request, reply) => {
      await giveUpUpload(forRequest(request), request.params.clipId, request.params.uploadId)
      return await reply.code(204).send(null)
    },
  )
}
