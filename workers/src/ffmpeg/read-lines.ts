import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Wrapper, wrapped } from './wrapper.ts'

export interface ProbeTool {
  readonly ffprobePath: string
  readonly wrapper: Wrapper
}

const COMPLAINTS_CHARS = 20_000

/**
 * Runs ffprobe, line by line, so that a long file costs no memory. Resolves to its exit code and what it
 * complained about (for telling kinds of trouble apart; may quote the file, never log it). Rejects when it
 * cannot be started or `signal` aborts.
 */
export async function readLines(
  tool: ProbeTool,
  args: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number | null; readonly complaints: string }> {
  const [command, commandArgs] = wrapped(tool.wrapper, tool.ffprobePath, args)
  const child = spawn(command, commandArgs, {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-COMPLAINTS_CHARS)
  })
  const ended = new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  const lines = createInterface({ input: child.stdout })
  lines.on('line', onLine)
  const exitCode = await ended
  signal.throwIfAborted()
  return { exitCode, complaints }
}
