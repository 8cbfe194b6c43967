import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Work that an answer must not wait for. Its errors are logged; closing the app waits for it. */
    inBackground(work: () => Promise<void>): void
  }
}

export const backgroundPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    const running = new Set<Promise<void>>()
    app.decorate('inBackground', (work: () => Promise<void>) => {
      const done = work()
        .catch((error: unknown) => app.log.error({ err: error }, 'work in the background ended badly'))
        .finally(() => running.delete(done))
      running.add(done)
    })
    app.addHook('onClose', async () => {
      await Promise.all(running)
    })
  },
  { name: 'background' },
)
