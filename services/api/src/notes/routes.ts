import { ChangeNote, IdParam, List, NewNote, Note, Type } from '@cuepoint/contracts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { problems } from '../plugins/problem.ts'
import { notesOf, restoreNote, rewriteNote, takeOutNote, writeNote } from './service.ts'

const clipId = { from: 'params', field: 'clipId' } as const
const change = { action: 'note.change', id: { from: 'params', field: 'noteId' } } as const

export const noteRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/clips/:clipId/notes',
    {
      config: { access: { action: 'note.list', id: clipId } },
      schema: { params: IdParam('clipId'), response: { 200: List(Note) } },
    },
    async (request) => ({
      items: await request.transact((tx) => notesOf(tx, request.actor.personId, request.params.clipId)),
    }),
  )

  app.post(
    '/clips/:clipId/notes',
    {
      config: { access: { action: 'note.write', id: clipId } },
      schema: {
        params: IdParam('clipId'),
        body: NewNote,
        response: { 201: Note, ...problems('range-backwards', 'past-end-of-clip') },
      },
    },
    async (request, reply) => {
      const note = await request.transact((tx) =>
        writeNote(tx, request.actor.personId, request.params.clipId, request.body),
      )
      return await reply.code(201).send(note)
    },
  )

  app.patch(
    '/notes/:noteId',
    {
      config: { access: change },
      schema: {
        params: IdParam('noteId'),
        body: ChangeNote,
        response: { 200: Note, ...problems('version-conflict') },
      },
    },
    async (request) =>
      await request.transact((tx) =>
        rewriteNote(tx, request.actor.personId, request.params.noteId, request.body),
      ),
  )

  app.delete(
    '/notes/:noteId',
    { config: { access: change }, schema: { params: IdParam('noteId'), response: { 204: Type.Null() } } },
    async (request, reply) => {
      await request.transact((tx) => takeOutNote(tx, request.params.noteId))
      return await reply.code(204).send(null)
    },
  )

  app.post(
    '/notes/:noteId/restore',
    { config: { access: change }, schema: { params: IdParam('noteId'), response: { 200: Note } } },
    async (request) =>
      await request.transact((tx) => restoreNote(tx, request.actor.personId, request.params.noteId)),
  )
}
