import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { WorkerConfig } from './config.ts'
import type { FilterSupport } from './ffmpeg/colour-filters.ts'
import type { ProbeTool } from './ffmpeg/read-lines.ts'
import type { FfmpegTool } from './ffmpeg/run.ts'

const run = promisify(execFile)
const NICENESS = 10

/** Looks at this machine's ffmpeg once, at start. Rejects with a plain message when it cannot be used. */
export async function findMediaTool(
  config: Pick<WorkerConfig, 'ffmpegPath' | 'ffprobePath' | 'searchPath'>,
): Promise<FfmpegTool & ProbeTool & FilterSupport> {
  const { ffmpegPath, ffprobePath } = config
  const filters = await ask(ffmpegPath, ['-hide_banner', '-filters'])
  await ask(ffprobePath, ['-hide_banner', '-version'])
  return {
    ffmpegPath,
    ffprobePath,
    zscale: /\bzscale\b/.test(filters),
    wrapper: { setprivPath: find('setpriv', config.searchPath), niceness: NICENESS },
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
