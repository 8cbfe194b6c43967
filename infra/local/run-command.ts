import { spawn } from 'node:child_process'
import { PlainFault } from './plain-fault.ts'

export type CommandResult = { readonly code: number; readonly output: string }

/**
 * Runs a command to its end in the repository's folder. With `show` its output goes straight to the person,
 * else it is kept. Rejects when the command cannot be started, and when this process was asked to end meanwhile.
 */
export async function runCommand(
  cwd: string,
  command: string,
  args: readonly string[],
  options: { readonly show?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CommandResult> {
  const child = spawn(command, [...args], {
    cwd,
    stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
    env: { ...process.env, ...options.env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  let asked: NodeJS.Signals | undefined
  const pass = (signal: NodeJS.Signals): void => {
    asked = signal
    child.kill(signal)
  }
  process.on('SIGTERM', pass).on('SIGHUP', pass)
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  }).finally(() => process.off('SIGTERM', pass).off('SIGHUP', pass))
  if (asked) throw new PlainFault(`ended by ${asked}`)
  return { code: code ?? 1, output }
}
