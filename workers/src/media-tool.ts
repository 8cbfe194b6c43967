import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { WorkerConfig } from './config.ts'
import type { FilterSupport } from './ffmpeg/colour-filters.ts'
import type { ProbeTool } from './ffmpeg/read-lines.ts'
import type { FfmpegTool } from './ffmpeg/run.ts'
import { probeToolLimits } from './ffmpeg/tool-limits.ts'
import { toolEnvironment, type Wrapper, wrapped } from './ffmpeg/wrapper.ts'

const run = promisify(execFile)
const NICENESS = 10

/**
 * Looks at this machine's ffmpeg once, at start, under the very limits it will work under. Rejects with a plain
 * message when it cannot be used.
 */
export async function findMediaTool(
  config: Pick<WorkerConfig, 'ffmpegPath' | 'ffprobePath' | 'searchPath' | 'toolLimits'>,
): Promise<FfmpegTool & ProbeTool & FilterSupport> {
  const { ffmpegPath, ffprobePath, searchPath, toolLimits } = config
  const prlimitPath = find('prlimit', searchPath)
  const wrapper: Wrapper = {
    setprivPath: find('setpriv', searchPath),
    niceness: NICENESS,
    prlimit: prlimitPath === undefined ? undefined : { path: prlimitPath, limits: toolLimits },
    searchPath,
  }
  const filters = await ask(wrapper, ffmpegPath, '-filters')
  await ask(wrapper, ffprobePath, '-version')
  return { ffmpegPath, ffprobePath, zscale: /\bzscale\b/.test(filters), wrapper }
}

async function ask(wrapper: Wrapper, path: string, question: string): Promise<string> {
  const [command, args] = wrapped(wrapper, path, ['-hide_banner', question], probeToolLimits)
  try {
    return (await run(command, args, { maxBuffer: 4_000_000, env: toolEnvironment(wrapper) })).stdout
  } catch (error) {
    throw new Error(
      `${path} does not run; set FFMPEG_PATH and FFPROBE_PATH, and leave it room in MEDIA_TOOL_MEMORY_MIB`,
      { cause: error },
    )
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
