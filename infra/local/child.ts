import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { findTool } from './find-tool.ts'
import { PlainFault } from './part.ts'

const LOG_LIMIT_BYTES = 10_000_000

export type ChildOptions = {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly logFile: string
  /** Sent by the kernel when this process dies, and first when it is stopped. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM'
  readonly uid?: number
  readonly gid?: number
  /** Handed over on standard input, for what must not stand in the process list. */
  readonly input?: string
  /** `lines` keeps standard output for the caller (and out of the log), `ipc` opens a message channel. */
  readonly talk?: 'lines' | 'ipc'
}

export type Child = {
  readonly name: string
  readonly pid: number
  readonly process: ChildProcess
  readonly exited: Promise<string>
  readonly hasExited: () => boolean
  /** The end of its log, for a person who has to find out why it stopped. */
  readonly lastWords: () => string
  /** Asks it to end and, after the grace, ends it. */
  readonly stop: (graceMs?: number) => Promise<void>
}

/** Starts a process that dies with this one wherever `setpriv` is there to arrange it, with its output in a log file. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = openLog(options.logFile)
  const setpriv = findTool(['setpriv'], options.env['PATH'])
  const [command, args] = setpriv
    ? [setpriv, ['--pdeathsig', options.stopSignal.slice(3), options.command, ...options.args]]
    : [options.command, options.args]
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: { ...options.env },
    // Its own group: Ctrl-C reaches the launcher alone, which then ends the parts in order.
    detached: true,
    stdio: [
      options.input === undefined ? 'ignore' : 'pipe',
      options.talk === 'lines' ? 'pipe' : log,
      log,
      ...(options.talk === 'ipc' ? ['ipc' as const] : []),
    ],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  })
  closeSync(log)
  await new Promise<void>((done, fail) => {
    child.once('spawn', done)
    child.once('error', (error) =>
      fail(new PlainFault(`${options.name} could not be started: ${error.message}`)),
    )
  })
  child.on('error', () => undefined)
  if (options.input !== undefined) child.stdin?.end(options.input)

  let ended: string | undefined
  const exited = new Promise<string>((done) => {
    child.once('exit', (code, signal) => {
      ended = signal === null ? `code ${code}` : `signal ${signal}`
      done(ended)
    })
  })
  return {
    name: options.name,
    pid: child.pid ?? 0,
    process: child,
    exited,
    hasExited: () => ended !== undefined,
    lastWords: () => tail(options.logFile),
    stop: async (graceMs = 10_000) => {
      if (ended !== undefined) return
      child.kill(options.stopSignal)
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
  } catch {
    return ''
  }
}
