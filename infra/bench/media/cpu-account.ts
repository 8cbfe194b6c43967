import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { treeOf, treeSeconds } from './proc-stat.ts'
import { listProcesses } from './read-processes.ts'

/** A place where processor time is counted: of whatever was started in it, and of everything that came of that. */
export type CpuAccount = {
  /** The words to start a program with, so that it counts from its first instruction on. */
  readonly inside: (command: string, args: readonly string[]) => readonly [string, readonly string[]]
  /** A process that was started with those words and lives: where there is no group, it has to be known. */
  readonly adopt: (pid: number) => void
  readonly seconds: () => Promise<number>
  /** Those that live. */
  readonly pids: () => Promise<readonly number[]>
  readonly close: () => Promise<void>
}

export type CpuBook = {
  /** How it is counted: by the kernel for a group of processes, or by adding up a tree. */
  readonly method: 'cgroup-2' | 'cgroup-1' | 'proc'
  readonly open: () => Promise<CpuAccount>
  /** Of this process and everything it ever started, all accounts among it. */
  readonly allSeconds: () => Promise<number>
  readonly close: () => Promise<void>
}

const roots = [
  { method: 'cgroup-2', dir: '/sys/fs/cgroup', sign: 'cgroup.controllers' },
  { method: 'cgroup-2', dir: '/sys/fs/cgroup/unified', sign: 'cgroup.controllers' },
  { method: 'cgroup-1', dir: '/sys/fs/cgroup/cpuacct', sign: 'cpuacct.usage' },
  { method: 'cgroup-1', dir: '/sys/fs/cgroup/cpu,cpuacct', sign: 'cpuacct.usage' },
] as const

const GROUP = 'cuepoint-bench-'

/** Opens a group of this process's own where the system lets it, else counts by the tree of processes. */
export async function openCpuBook(): Promise<CpuBook> {
  for (const { method, dir, sign } of roots) {
    if (!existsSync(join(dir, sign))) continue
    const own = join(dir, `${GROUP}${process.pid}`)
    try {
      await removeLeftovers(dir)
      await mkdir(own)
      // From here on everything that this process starts is in its group, the product's other parts too.
      await writeFile(join(own, 'cgroup.procs'), String(process.pid))
      await groupSeconds(method, own)
      return groupBook(method, dir, own)
    } catch {
      await rmdir(own).catch(() => undefined)
    }
  }
  return treeBook()
}

function groupBook(method: 'cgroup-1' | 'cgroup-2', above: string, own: string): CpuBook {
  let opened = 0
  return {
    method,
    allSeconds: () => groupSeconds(method, own),
    open: async () => {
      const dir = join(own, `account-${opened++}`)
      await mkdir(dir)
      const procs = join(dir, 'cgroup.procs')
      return {
        inside: (command, args) => [
          '/bin/sh',
          ['-c', 'echo $$ > "$0" && exec "$@"', procs, command, ...args],
        ],
        adopt: () => undefined,
        seconds: () => groupSeconds(method, dir),
        pids: async () => (await readFile(procs, 'utf8')).split('\n').filter(Boolean).map(Number),
        close: () => removeGroup(dir),
      }
    },
    close: async () => {
      await writeFile(join(above, 'cgroup.procs'), String(process.pid)).catch(() => undefined)
      await removeGroup(own)
    },
  }
}

async function groupSeconds(method: 'cgroup-1' | 'cgroup-2', dir: string): Promise<number> {
  if (method === 'cgroup-1') return Number(await readFile(join(dir, 'cpuacct.usage'), 'utf8')) / 1e9
  const usec = /^usage_usec (\d+)$/m.exec(await readFile(join(dir, 'cpu.stat'), 'utf8'))?.[1]
  if (usec === undefined) throw new Error('this group does not count processor time')
  return Number(usec) / 1e6
}

/** What a run that was killed left behind; a group in which something lives does not go. */
async function removeLeftovers(above: string): Promise<void> {
  for (const name of (await readdir(above)).filter((entry) => entry.startsWith(GROUP))) {
    const dir = join(above, name)
    const inner = (await readdir(dir).catch(() => [])).filter((entry) => entry.startsWith('account-'))
    for (const account of inner) await rmdir(join(dir, account)).catch(() => undefined)
    await rmdir(dir).catch(() => undefined)
  }
}

/** A group can only go once the last process has left it, which may take a moment after its end. */
async function removeGroup(dir: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const gone = await rmdir(dir).then(
      () => true,
      () => false,
    )
    if (gone) return
    await delay(50)
  }
}

/** Children that have ended count with this process; only one account is in use at a time, and nothing else ends. */
function treeBook(): CpuBook {
  const ended = async (): Promise<number> =>
    (await listProcesses()).find(({ pid }) => pid === process.pid)?.reaped ?? 0
  return {
    method: 'proc',
    allSeconds: async () => treeSeconds(treeOf(await listProcesses(), process.pid)),
    open: async () => {
      const before = await ended()
      const adopted: number[] = []
      const living = async () => {
        const processes = await listProcesses()
        return adopted.flatMap((pid) => treeOf(processes, pid))
      }
      return {
        inside: (command, args) => [command, args],
        adopt: (pid) => void adopted.push(pid),
        seconds: async () => (await ended()) - before + treeSeconds(await living()),
        pids: async () => (await living()).map(({ pid }) => pid),
        close: async () => undefined,
      }
    },
    close: async () => undefined,
  }
}
