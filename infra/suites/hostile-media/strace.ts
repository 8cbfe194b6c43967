import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PlainFault } from '@cuepoint/infra/local'
import { findTool } from '../../local/find-tool.ts'
import { type Found, readDeeds } from './read-deeds.ts'

const CALLS =
  'openat,openat2,open,creat,execve,execveat,clone,clone3,fork,vfork,connect,bind,listen,getsockname,sendto,sendmsg,sendmmsg'
const ATTACH_LIMIT_MS = 20_000

export type Watch = { readonly stop: () => Promise<Found> }

/** A plain fault where there is no strace: without it the suite would count nothing and find nothing. */
export function findStrace(path: string | undefined): string {
  const strace = findTool(['strace'], path)
  if (strace) return strace
  throw new PlainFault(
    'This suite watches every call of the tools, and there is no strace here. Next: install the package strace.',
  )
}

/** Watches a running worker and all that it starts until `stop`. Costs it some speed. */
export async function watchCalls(
  strace: string,
  workerPid: number,
  file: string,
  mayOpen: (path: string) => boolean,
): Promise<Watch> {
  const workerThreads = await threadsOf(workerPid)
  const child = spawn(
    strace,
    [
      '-f',
      '-y',
      '-s',
      '512',
      '-e',
      `trace=${CALLS}`,
      '-e',
      'signal=none',
      '-o',
      file,
      '-p',
      String(workerPid),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const exited = new Promise<void>((done) => void child.once('exit', () => done()))
  let said = ''
  const attached = new Promise<boolean>((done) => {
    const timer = setTimeout(() => done(false), ATTACH_LIMIT_MS)
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (!/attached/.test(said)) return
      clearTimeout(timer)
      done(true)
    })
    child.once('exit', () => done(false))
  })
  if (!(await attached)) {
    child.kill('SIGKILL')
    throw new PlainFault(
      `strace may not watch the worker: ${said.trim()}\n` +
        'Next: run the suite as root, or as a user who may trace processes of his own (kernel.yama.ptrace_scope = 0).',
    )
  }
  // What began between the two looks.
  const known = new Set([...workerThreads, ...(await threadsOf(workerPid))])
  const workerPorts = await portsOf(workerPid)
  return {
    stop: async () => {
      child.kill('SIGINT')
      await exited
      const lines: string[] = []
      for await (const line of createInterface({ input: createReadStream(file) })) lines.push(line)
      return readDeeds(lines, { workerThreads: [...known], workerPorts, mayOpen })
    },
  }
}

async function threadsOf(pid: number): Promise<number[]> {
  return (await readdir(`/proc/${pid}/task`)).map(Number)
}

/** Ports of IPv4 at which a process listens. */
async function portsOf(pid: number): Promise<number[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`)
  const targets = await Promise.all(
    descriptors.map(async (name) => await readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  )
  const own = new Set(targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]))
  const LISTEN = '0A'
  return (await readFile('/proc/net/tcp', 'utf8'))
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN && own.has(fields[9]))
    .map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '0', 16))
}
