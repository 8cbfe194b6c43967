import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 40

/** Follows the processes that another one starts. */
export type ToolProcesses = {
  /** The most memory that one of them held since the last call, in MiB. */
  readonly takePeakMiB: () => number
  /** Those that were seen and are still there, each by a name that is never given again; of one program, or all. */
  readonly alive: (program?: string) => Promise<ReadonlySet<string>>
  readonly stop: () => Promise<void>
}

export function watchTools(parentPid: () => number): ToolProcesses {
  const seen = new Set<string>()
  let peakMiB = 0
  const over = new AbortController()
  const look = async (): Promise<void> => {
    while (!over.signal.aborted) {
      for (const pid of await childrenOf(parentPid())) {
        const started = await startOf(pid)
        if (started !== undefined) seen.add(`${pid} ${started}`)
        peakMiB = Math.max(peakMiB, await heldMiB(pid))
      }
      await delay(LOOK_MS)
    }
  }
  const looking = look()
  return {
    takePeakMiB: () => {
      const taken = peakMiB
      peakMiB = 0
      return taken
    },
    alive: async (program) => {
      const states = await Promise.all(
        [...seen].map(async (name) => {
          const [pid, start] = name.split(' ')
          if ((await startOf(Number(pid))) !== start) return undefined
          return program === undefined || (await programOf(Number(pid))) === program ? name : undefined
        }),
      )
      return new Set(states.filter((name) => name !== undefined))
    },
    stop: async () => {
      over.abort()
      await looking
    },
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(
    threads.map(
      async (thread) => await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
    ),
  )
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((word) => word !== '')
      .map(Number),
  )
}

/** When a process began, in the kernel's ticks: numbers are used again. Undefined for what is gone or only not yet buried. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

async function heldMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024)
}

async function programOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim()
}
