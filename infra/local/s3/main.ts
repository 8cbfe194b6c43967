import { readConfig } from './config.ts'
import { changeFaults, soundEndpoint } from './faults.ts'
import { createS3Server } from './server.ts'

const report = (what: string, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${JSON.stringify({ [what]: message })}\n`)
}

try {
  const { port, faults, ...options } = readConfig()
  const endpoint = createS3Server({
    ...options,
    faults: changeFaults(soundEndpoint, faults),
    onError: (error) => report('error', error),
  })
  let closing = false
  const stop = (): void => {
    if (closing) return
    closing = true
    void endpoint.close().then(
      () => process.exit(0),
      (error: unknown) => {
        report('error', error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Started with a channel to its parent, it does not outlive it.
  process.on('disconnect', stop)
  const listening = await endpoint.listen(port)
  process.stdout.write(`${JSON.stringify({ listening })}\n`)
} catch (error) {
  report('fatal', error)
  // A channel to the parent would keep the process waiting.
  process.exit(1)
}
