export type Goodbye = {
  /** Resolves once, to a reason, or to the empty string when a person asked. */
  readonly said: Promise<string>
  readonly say: (reason: string) => void
}

/**
 * Hears every way to be asked to end: Ctrl-C, a signal (the bootstrap sends one when npm was killed), the channel to the
 * parent closing. Repeated signals change nothing; the parts have limits of their own.
 */
export function onGoodbye(): Goodbye {
  const { promise, resolve } = Promise.withResolvers<string>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(''))
  process.on('disconnect', () => resolve(''))
  return { said: promise, say: resolve }
}
