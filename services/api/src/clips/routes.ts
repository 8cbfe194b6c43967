import {
  ChangeClip,
  Clip,
  ClipSummary,
  IdParam,
  List,
  NewClip,
  SavePosition,
  Type,
  UploadLimits,
  Viewer,
} from '@cuepoint/contracts'
import { savePosition } from '@cuepoint/db'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from '../deps.ts'
import { problems } from '../plugins/problem.ts'
import { editClip, getClip, listClips, makeClip, takeAway, tryAgain, viewersOf } from './service.ts'
import { uploadLimits } from './upload-limits.ts'

const params = IdParam('clipId')
const id = { from: 'params', field: 'clipId' } as const

// An answer without a body: JSON's null would be one.
const onItsWay = Type.Unsafe<undefined>({ type: 'null' })

export const clipRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  app.get(
    '/upload-limits',
    { config: { access: { action: 'self.use' } }, schema: { response: { 200: UploadLimits } } },
    async () => uploadLimits(deps.config),
  )

  app.get(
    '/clips',
    { config: { access: { action: 'self.use' } }, schema: { response: { 200: List(ClipSummary) } } },
    async (request) => ({
      items: await request.transact((tx) => listClips(tx, request.actor.personId)),
    }),
  )

  app.post(
    '/clips',
    {
      config: { access: { action: 'clip.create', id: { from: 'body', field: 'programId' } } },
      schema: { body: NewClip, response: { 200: Clip, 201: Clip } },
    },
    async (request, reply) => {
      const { clip, made } = await request.transact((tx) =>
        makeClip(tx, request.actor.personId, request.body),
      )
      return await reply.code(made ? 201 : 200).send(clip)
    },
  )

  app.get(
    '/clips/:clipId',
    { config: { access: { action: 'clip.view', id } }, schema: { params, response: { 200: Clip } } },
    async (request) =>
      await request.transact((tx) => getClip(tx, request.actor.personId, request.params.clipId)),
  )

  app.patch(
    '/clips/:clipId',
    {
      config: { access: { action: 'clip.edit', id } },
      schema: { params, body: ChangeClip, response: { 200: Clip } },
    },
    async (request) =>
      await request.transact((tx) =>
        editClip(tx, request.actor.personId, request.params.clipId, request.body),
      ),
  )

  app.delete(
    '/clips/:clipId',
    { config: { access: { action: 'clip.delete', id } }, schema: { params, response: { 202: onItsWay } } },
    async (request, reply) => {
      await request.transact((tx) => takeAway(tx, request.params.clipId))
      return await reply.code(202).send(undefined)
    },
  )

  app.post(
    '/clips/:clipId/retry',
    {
      config: { access: { action: 'clip.retry', id } },
      schema: { params, response: { 202: Clip, ...problems('not-retryable') } },
    },
    async (request, reply) => {
      const clip = await request.transact((tx) => tryAgain(tx, request.actor.personId, request.params.clipId))
      return await reply.code(202).send(clip)
    },
  )

  app.put(
    '/clips/:clipId/position',
    {
      config: { access: { action: 'clip.view', id } },
      schema: { params, body: SavePosition, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { personId } = request.actor
      await request.transact((tx) =>
        savePosition(tx, { clipId: request.params.clipId, personId, atMs: request.body.atMs }),
      )
      return await reply.code(204).send(null)
    },
  )

  app.get(
    '/clips/:clipId/viewers',
    {
      config: { access: { action: 'clip.viewers', id } },
      schema: { params, response: { 200: List(Viewer) } },
    },
    async (request) => ({ items: await request.transact((tx) => viewersOf(tx, request.params.clipId)) }),
  )
}
