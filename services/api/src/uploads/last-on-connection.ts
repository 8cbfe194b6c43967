import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Closes the connection behind an answer where the sender asks for it, which a page cannot do by `Connection` itself.
 * A browser sends a request again by itself, body and all, when a connection that it used before ends without an
 * answer. On a line that breaks all the time each file would travel twice; on a new connection it asks us first.
 */
export async function closeWhereAsked(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.headers['x-last-on-connection'] === '1') reply.header('connection', 'close')
}
