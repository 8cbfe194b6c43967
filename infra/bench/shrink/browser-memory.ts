import { readdir, readFile } from 'node:fs/promises'

const SAMPLE_MS = 200

/** Follows what the pages of a browser hold in memory, all of its renderers together. Source: proc(5), VmRSS. */
export async function watchRenderers(browserPid: number): Promise<{ readonly stop: () => number }> {
  let peakMiB = await renderersMiB(browserPid)
  const look = async (): Promise<void> => {
    peakMiB = Math.max(peakMiB, await renderersMiB(browserPid))
  }
  const timer = setInterval(() => void look(), SAMPLE_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return peakMiB
    },
  }
}

async function renderersMiB(browserPid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const seen = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [command, status] = await Promise.all([
          readFile(`/proc/${pid}/cmdline`, 'utf8'),
          readFile(`/proc/${pid}/status`, 'utf8'),
        ])
        const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
        const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
        return { pid: Number(pid), parent, isRenderer: command.includes('--type=renderer'), kibibytes }
      } catch {
        // Gone between the two looks.
        return undefined
      }
    }),
  )
  const known = new Map(seen.flatMap((each) => (each ? [[each.pid, each] as const] : [])))
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = known.get(at)?.parent)
      if (at === browserPid) return true
    return false
  }
  const ours = [...known.values()].filter(({ pid, isRenderer }) => isRenderer && isOurs(pid))
  return Math.round(ours.reduce((sum, { kibibytes }) => sum + kibibytes, 0) / 1_024)
}
