import type { Part } from './part.ts'

const RESTARTS_AT_MOST = 5
const WITHIN_MS = 60_000

/** Starts the part; on a later start it is given the one before, so that addresses stay what others were told. */
export type StartPart = (before: Part | undefined) => Promise<Part>

export type Supervised = {
  readonly part: () => Part
  /** Ends it, in order or outright, and brings it up again at the same address. */
  readonly restart: (how: 'in order' | 'outright') => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Keeps a part running. One that ends by itself is reported with its last words and started again;
 * one that cannot stay up is given up, and the caller is told.
 */
export async function supervise(
  start: StartPart,
  say: (line: string) => void,
  gaveUp: (reason: string) => void,
): Promise<Supervised> {
  let current = await start(undefined)
  let wanted = true
  let restarting: Promise<void> | undefined
  const restartsMs: number[] = []

  const bringUp = async (): Promise<void> => {
    current = await start(current)
    void watch(current)
  }
  const watch = async ({ child, name }: Part): Promise<void> => {
    if (!child) return
    const how = await child.exited
    if (!wanted || restarting) return
    say(`${name.padEnd(9)} ended by itself (${how}); its last words:\n${child.lastWords()}`)
    restartsMs.push(performance.now())
    if (restartsMs.filter((atMs) => performance.now() - atMs < WITHIN_MS).length > RESTARTS_AT_MOST) {
      return gaveUp(`${name} does not stay up`)
    }
    try {
      await bringUp()
      say(`${name.padEnd(9)} is up again`)
    } catch (error) {
      gaveUp(error instanceof Error ? error.message : String(error))
    }
  }
  void watch(current)

  return {
    part: () => current,
    restart: async (how) => {
      const { child } = current
      if (!child) throw new Error(`${current.name} was given by the environment and cannot be restarted here`)
      restarting = (async () => {
        if (how === 'outright') child.process.kill('SIGKILL')
        else await current.stop()
        await child.exited
        await bringUp()
      })()
      await restarting.finally(() => {
        restarting = undefined
      })
    },
    stop: async () => {
      wanted = false
      await restarting?.catch(() => undefined)
      await current.stop()
    },
  }
}
