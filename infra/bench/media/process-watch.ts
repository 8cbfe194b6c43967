import { basename } from 'node:path'
import type { CpuAccount } from './cpu-account.ts'
import { commandLineOf, peakMiBOf } from './read-processes.ts'

const LOOK_MS = 100

export type SeenProcesses = {
  /** Of the media tool that held most; 0 when none was seen. */
  readonly ffmpegPeakMiB: number
  /** The command lines that were seen, each once. */
  readonly ffmpegCommands: readonly (readonly string[])[]
}

/** Follows the media tools of an account; the returned function ends that and tells what was seen. */
export function watchTools(account: CpuAccount): () => Promise<SeenProcesses> {
  const commands = new Map<number, readonly string[]>()
  let ffmpegPeakMiB = 0
  const look = async (): Promise<void> => {
    for (const pid of await account.pids()) {
      const words = commands.get(pid) ?? (await commandLineOf(pid))
      if (basename(words[0] ?? '') !== 'ffmpeg') continue
      commands.set(pid, words)
      // The kernel keeps the highest it ever was: what falls between two looks is not missed while it lives.
      ffmpegPeakMiB = Math.max(ffmpegPeakMiB, (await peakMiBOf(pid)) ?? 0)
    }
  }
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(look).catch(() => undefined)
  }, LOOK_MS)
  return async () => {
    clearInterval(timer)
    await looking
    return { ffmpegPeakMiB, ffmpegCommands: [...commands.values()] }
  }
}
