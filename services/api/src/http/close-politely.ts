import type { FastifyReply, FastifyRequest } from 'fastify'

const lingerMs = 3_000

/**
 * Answers someone who is still sending. Closing at once resets the line, and a browser that is writing then shows
 * "connection lost" instead of the answer. So: our side is ended behind the answer, and for some seconds what still
 * arrives is read and dropped; then the line is cut, because nobody wants the other gigabytes.
 */
export function closePolitely(request: FastifyRequest, reply: FastifyReply): void {
  if (request.raw.complete) return
  reply.header('connection', 'close')
  const { socket } = request.raw
  // What Node calls once the last answer of a connection is written.
  socket.destroySoon = () => {
    socket.end()
    const cut = setTimeout(() => socket.destroy(), lingerMs)
    socket.once('close', () => clearTimeout(cut))
    request.raw.once('end', () => socket.destroy())
    request.raw.unpipe()
    request.raw.resume()
  }
}
