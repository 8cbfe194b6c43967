import { PassThrough } from 'node:stream'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ApiDeps } from '../deps.ts'
import { problems } from '../plugins/problem.ts'
import { type EventHub, openEventHub } from './hub.ts'

const heartbeatMs = 20_000
/** A page that does not read is let go: it comes back and reads everything anew. */
const unreadBytes = 64 * 1024

export const eventRoutes: FastifyPluginAsyncTypebox<{ deps: ApiDeps }> = async (app, { deps }) => {
  let opened: Promise<EventHub> | undefined
  /** Opened for the first page that listens. A database that is away then is asked again for the next one. */
  const findHub = (): Promise<EventHub> => {
    opened ??= openEventHub({ db: deps.db, authDb: deps.authDb, log: app.log, heartbeatMs }).catch(
      (error: unknown) => {
        opened = undefined
        throw error
      },
    )
    return opened
  }
  // Before the server waits for its open answers: these would never end by themselves.
  app.addHook('preClose', async () => (await opened)?.close())

  app.get(
    '/events',
    {
      config: { access: { action: 'self.use' } },
      schema: {
        response: {
          200: {
            description: '`event: change` with a ChangeEvent as data; a comment now and then',
            content: { 'text/event-stream': { schema: Type.Unsafe<PassThrough>(Type.String()) } },
          },
          ...problems('too-many-tries'),
        },
      },
    },
    async (request, reply) => {
      const hub = await findHub()
      const stream = new PassThrough()
      const write = (text: string): void => {
        if (stream.writableLength > unreadBytes) stream.destroy()
        else stream.write(text)
      }
      const leave = hub.join({
        ...whoListens(request),
        send: (change) => write(`event: change\ndata: ${JSON.stringify(change)}\n\n`),
        beat: () => write(': here\n\n'),
        close: () => stream.end(),
      })
      if (!leave) throw new CuepointError('too-many-tries', { retryAfterSeconds: 60 })
      stream.once('close', leave)
      write('retry: 3000\n\n: here\n\n')
      return await reply
        .type('text/event-stream; charset=utf-8')
        .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
        .send(stream)
    },
  )
}

function whoListens(request: FastifyRequest): { personId: string; sessionId: string } {
  if (!request.signedIn) throw new CuepointError('not-signed-in')
  return request.signedIn
}
