import { spawn } from 'node:child_process'
import { probeToolLimits } from './tool-limits.ts'
import { toolEnvironment, type Wrapper, wrapped } from './wrapper.ts'

export interface ProbeTool {
  readonly ffprobePath: string
  readonly wrapper: Wrapper
}

/** Where a reading is cut off, so that no file makes it endless. */
export interface ReadingBounds {
  readonly timeLimitMs: number
  /** All that is printed. */
  readonly maxBytes: number
  /** Of the processor. */
  readonly cpuSeconds: number
}

export interface Reading {
  readonly exitCode: number | null
  /** Set when it was not us who ended it: the kernel does, where it goes beyond its limits. */
  readonly signal: NodeJS.Signals | null
  /** For telling kinds of trouble apart; may quote the file, never log it. */
  readonly complaints: string
  /** `enough` when `onLine` had heard enough; `complaining` when it did so without end. */
  readonly ended: 'by-itself' | 'enough' | 'too-much' | 'complaining' | 'too-slow'
}

const COMPLAINTS_CHARS = 20_000
/** A file can be made so that every byte of it is complained of; a damaged lesson is for a few hundred lines. */
const COMPLAINTS_AT_MOST_CHARS = 2 * 1024 ** 2
/** The packets of a day take less. */
const usualBounds: ReadingBounds = { timeLimitMs: 10 * 60_000, maxBytes: 256 * 1024 ** 2, cpuSeconds: 60 }
/** What is printed of a packet takes a hundredth; more than this is not a line. */
const LINE_CHARS = 1024 ** 2

/**
 * Runs ffprobe, line by line, so that a long file costs no memory, and ends it where it goes beyond `bounds` or
 * `onLine` answers `enough`. Rejects when it cannot be started or `signal` aborts.
 */
export async function readLines(
  tool: ProbeTool,
  args: readonly string[],
  onLine: (line: string) => 'enough' | void,
  signal: AbortSignal,
  bounds: Partial<ReadingBounds> = {},
): Promise<Reading> {
  const { timeLimitMs, maxBytes, cpuSeconds } = { ...usualBounds, ...bounds }
  const [command, commandArgs] = wrapped(tool.wrapper, tool.ffprobePath, args, {
    ...probeToolLimits,
    cpuSeconds,
  })
  const child = spawn(command, commandArgs, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: toolEnvironment(tool.wrapper),
    signal,
    killSignal: 'SIGKILL',
  })
  let ended: Reading['ended'] = 'by-itself'
  const end = (as: Reading['ended']): void => {
    if (ended !== 'by-itself') return
    ended = as
    child.kill('SIGKILL')
  }
  let complaints = ''
  let complained = 0
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-COMPLAINTS_CHARS)
    complained += text.length
    if (complained > COMPLAINTS_AT_MOST_CHARS) end('complaining')
  })
  let rest = ''
  let printed = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (ended !== 'by-itself') return
    printed += text.length
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (printed > maxBytes || rest.length > LINE_CHARS) return end('too-much')
    for (const line of lines) if (onLine(line) === 'enough') return end('enough')
  })
  const timer = setTimeout(() => end('too-slow'), timeLimitMs)
  try {
    const [exitCode, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((done, fail) => {
      child.once('error', fail)
      child.once('close', (code, by) => done([code, by]))
    })
    signal.throwIfAborted()
    if (rest !== '' && ended === 'by-itself' && onLine(rest) === 'enough') ended = 'enough'
    return { exitCode, signal: ended === 'by-itself' ? killedBy : null, complaints, ended }
  } finally {
    clearTimeout(timer)
  }
}
