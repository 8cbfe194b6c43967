import fastifyPlugin from 'fastify-plugin'

/** JSON is the only body the routes read by themselves. A mutation without a body may still name the type. */
export const jsonBodyPlugin = fastifyPlugin(
  async (app) => {
    const parse = app.getDefaultJsonParser('error', 'error')
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
      if (body === '') done(null, undefined)
      else void parse(request, String(body), done)
    })
  },
  { name: 'json-body' },
)
