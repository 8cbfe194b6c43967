import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { faultCode } from './fault-code.ts'
import { findTool } from './find-tool.ts'
import { PlainFault } from './plain-fault.ts'
import { processIdentity, waitForExit } from './process-identity.ts'

const LOG_LIMIT_BYTES = 10_000_000

export type ChildOptions = {
  /** Also names its log and its pid file, so one of a name runs at a time in a data folder. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Its log goes to `logs/NAME.log` there. */
  readonly dataDir: string
  /** What asks it to end in order. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM'
  /** What the kernel sends when this process dies without a word; the stop signal unless said. */
  readonly orphanSignal?: 'SIGKILL'
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
  /** Resolves to how it ended: "code 1", "signal SIGKILL". */
  readonly exited: Promise<string>
  readonly hasExited: () => boolean
  /** The end of its log, for a person who has to find out why it stopped. */
  readonly lastWords: () => string
  /** Asks it to end and, after the grace, ends it. */
  readonly stop: (graceMs?: number) => Promise<void>
}

/**
 * Starts a process that dies with this one wherever `setpriv` is there to arrange it, with its output in a log file.
 * One of the same name that a killed launcher left behind is ended first.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const logFile = join(options.dataDir, 'logs', `${options.name}.log`)
  const pidFile = join(options.dataDir, 'run', `${options.name}.pid`)
  await endLeftover(pidFile, options.stopSignal)
  const log = openLog(logFile)
  const logStartBytes = fstatSync(log).size
  const child = spawnTied(options, log)
  closeSync(log)
  await new Promise<void>((done, fail) => {
    child.once('spawn', done)
    child.once('error', (error) =>
      fail(new PlainFault(`${options.name} could not be started: ${error.message}`)),
    )
  })
  child.on('error', () => undefined)
  const pid = child.pid ?? 0
  mkdirSync(dirname(pidFile), { recursive: true })
  writeFileSync(pidFile, processIdentity(pid) ?? '')
  // It may end before it has read everything; its exit tells more than the broken pipe.
  child.stdin?.on('error', () => undefined).end(options.input)

  let ended: string | undefined
  const exited = new Promise<string>((done) => {
    child.once('exit', (code, signal) => {
      ended = signal === null ? `code ${code}` : `signal ${signal}`
      rmSync(pidFile, { force: true })
      done(ended)
    })
  })
  return {
    name: options.name,
    pid,
    process: child,
    exited,
    hasExited: () => ended !== undefined,
    lastWords: () => tail(logFile, logStartBytes),
    stop: async (graceMs = 10_000) => {
      if (ended !== undefined) return
      child.kill(options.stopSignal)
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

function spawnTied(options: ChildOptions, log: number): ChildProcess {
  const setpriv = findTool(['setpriv'], options.env['PATH'])
  const orphanSignal = (options.orphanSignal ?? options.stopSignal).slice('SIG'.length)
  const [command, args] = setpriv
    ? [setpriv, ['--pdeathsig', orphanSignal, options.command, ...options.args]]
    : [options.command, [...options.args]]
  return spawn(command, args, {
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
}

async function endLeftover(pidFile: string, stopSignal: NodeJS.Signals): Promise<void> {
  const identity = readOr(pidFile)
  const pid = Number(identity.split(' ')[0])
  if (!(pid > 0) || processIdentity(pid) !== identity) return
  for (const signal of [stopSignal, 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if (faultCode(error) === 'ESRCH') return
      throw new PlainFault(
        `Process ${pid} of an earlier start still runs and belongs to another user. Next: end it, then start again.`,
      )
    }
    if (await waitForExit(pid, 5_000)) return
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

/** Only what this process said: the log goes back over many starts. */
function tail(file: string, fromBytes: number): string {
  return Buffer.from(readOr(file)).subarray(fromBytes).toString().trimEnd().split('\n').slice(-20).join('\n')
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
