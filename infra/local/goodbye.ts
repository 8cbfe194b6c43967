export type Goodbye = {
  /** Resolves once, to a reason, or to the empty string when a person asked. */
  readonly said: Promise<string>
  readonly say: (reason: string) => void
}

/**
 * Hears every way to be asked to end: Ctrl-C, a signal, the parent's channel closing, and npm having been killed,
 * which leaves us with another parent. Repeated signals change nothing; the parts have limits of their own.
 */
export function onGoodbye(): Goodbye {
  const { promise, resolve } = Promise.withResolvers<string>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(''))
  process.on('disconnect', () => resolve(''))
  if (process.env['npm_lifecycle_event']) {
    const parent = process.ppid
    const timer = setInterval(() => process.ppid !== parent && resolve(''), 500)
    timer.unref()
    void promise.then(() => clearInterval(timer))
  }
  return { said: promise, say: resolve }
}
