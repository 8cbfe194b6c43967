import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export type MediaTools = { readonly ffmpegPath: string; readonly ffprobePath: string }

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024

/** Runs a tool to its end; both of its outputs. Rejects with what it said when it fails. */
export async function runTool(
  path: string,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  return await promisify(execFile)(path, [...args], { maxBuffer: MOST_OUTPUT_BYTES })
}
