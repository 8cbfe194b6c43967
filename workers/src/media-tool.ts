import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { FilterSupport } from './ffmpeg/colour-filters.ts'
import type { ProbeTool } from './ffmpeg/read-lines.ts'
import type { FfmpegTool } from './ffmpeg/run.ts'

const run = promisify(execFile)
const NICENESS = 10

/** Looks at this machine's ffmpeg once, at start. Rejects with a plain message when it cannot be used. */
export async function findMediaTool(
  paths: { readonly ffmpegPath: string; readonly ffprobePath: string },
  searchPath: string,
): Promise<FfmpegTool & ProbeTool & FilterSupport> {
  const filters = await ask(paths.ffmpegPath, ['-hide_banner', '-filters'])
  await ask(paths.ffprobePath, ['-hide_banner', '-version'])
  return {
    ...paths,
    zscale: /\bzscale\b/.test(filters),
    wrapper: { setprivPath: find('setpriv', searchPath), niceness: NICENESS },
  }
}

async function ask(path: string, args: string[]): Promise<string> {
  try {
    return (await run(path, args, { maxBuffer: 4_000_000 })).stdout
  } catch (error) {
    throw new Error(`${path} does not run; set FFMPEG_PATH and FFPROBE_PATH`, { cause: error })
  }
}

function find(name: string, searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
