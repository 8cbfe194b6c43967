import { readFile } from 'node:fs/promises'

const SAMPLE_MS = 100

export type SeenMemory = { readonly beforeMiB: number; readonly peakMiB: number }

/** Follows what a process holds in memory; the kernel's own high-water mark catches what falls between two looks. */
export async function watchMemory(pid: number): Promise<{ readonly stop: () => Promise<SeenMemory> }> {
  const before = await memoryOf(pid)
  let peakMiB = before.nowMiB
  let fault: Error | undefined
  const look = async (): Promise<void> => {
    const { nowMiB, highestMiB } = await memoryOf(pid)
    peakMiB = Math.max(peakMiB, nowMiB, highestMiB)
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      fault = new Error('the process that was watched is gone', { cause: error })
    })
  }, SAMPLE_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await look()
      if (fault) throw fault
      return { beforeMiB: before.nowMiB, peakMiB }
    },
  }
}

async function memoryOf(pid: number): Promise<{ nowMiB: number; highestMiB: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (name: string): number => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
    if (kibibytes === undefined) throw new Error(`no ${name} in the status of ${pid}`)
    return Math.round((Number(kibibytes) / 1024) * 10) / 10
  }
  return { nowMiB: mebibytes('VmRSS'), highestMiB: mebibytes('VmHWM') }
}
