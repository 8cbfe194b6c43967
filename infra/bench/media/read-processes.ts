import { readdir, readFile } from 'node:fs/promises'
import { type ProcessCpu, parseProcessStat } from './proc-stat.ts'

/** Every process there is, as far as it still is when it is looked at. */
export async function listProcesses(): Promise<readonly ProcessCpu[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(pids.map((pid) => readOr(`/proc/${pid}/stat`)))
  return found.flatMap((text) => (text === undefined ? [] : [parseProcessStat(text)]))
}

/** The most memory a process has held so far, in MiB; undefined when it is gone. */
export async function peakMiBOf(pid: number): Promise<number | undefined> {
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec((await readOr(`/proc/${pid}/status`)) ?? '')?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
}

/** Its words, the name of the program first; empty when it is gone. */
export async function commandLineOf(pid: number): Promise<readonly string[]> {
  return ((await readOr(`/proc/${pid}/cmdline`)) ?? '').split('\0').slice(0, -1)
}

async function readOr(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined)
}
