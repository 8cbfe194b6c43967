export type Phase = { name: string; limitMs: number; end: () => Promise<unknown> | void }

export type PhaseLog = (phase: string, outcome: 'ended' | 'too slow' | 'trouble') => void

/**
 * Ends the phases one after the other. A phase that takes longer than its limit or throws is left behind, so that
 * the ones after it still get their turn.
 */
export async function endPhases(phases: readonly Phase[], log: PhaseLog): Promise<void> {
  for (const { name, limitMs, end } of phases) {
    const { promise: late, resolve } = Promise.withResolvers<'too slow'>()
    const timer = setTimeout(() => resolve('too slow'), limitMs)
    const ended = Promise.resolve()
      .then(end)
      .then(
        () => 'ended' as const,
        () => 'trouble' as const,
      )
    log(name, await Promise.race([ended, late]))
    clearTimeout(timer)
  }
}
