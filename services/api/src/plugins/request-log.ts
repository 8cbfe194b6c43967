import fastifyPlugin from 'fastify-plugin'

/** One line for each answered request: the route's pattern, the person's id, the status, the time it took. */
export const requestLogPlugin = fastifyPlugin(
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id)
    })
    app.addHook('onResponse', async (request, reply) => {
      request.log.info(
        {
          req: request,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
          ...(request.signedIn && { personId: request.signedIn.personId }),
        },
        'answered',
      )
    })
  },
  { name: 'request-log' },
)
