import { spawn } from 'node:child_process'

export type CommandResult = { readonly code: number; readonly output: string }

/**
 * Runs a command to its end in the repository's folder. With `show` its output goes straight to the person,
 * else it is kept. Rejects only when the command cannot be started.
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
  return await new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}
