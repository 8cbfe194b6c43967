import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { testServices } from '@cuepoint/testing'

const run = promisify(execFile)

/** A folder for what ffmpeg makes in a test, and plain ways to make and to read it. */
export interface MediaFolder extends AsyncDisposable {
  readonly tool: {
    readonly ffmpegPath: string
    readonly ffprobePath: string
    readonly wrapper: { readonly setprivPath: undefined; readonly niceness: number }
  }
  /** A new empty folder inside it, of a name that quoting mistakes stumble over. */
  readonly outputDir: () => Promise<string>
  /** Runs ffmpeg with `args` and gives the path of the file it wrote. */
  readonly make: (name: string, args: readonly string[]) => Promise<string>
  /** What ffmpeg writes to its output, for decoded samples and pictures. */
  readonly output: (args: readonly string[]) => Promise<Buffer>
  /** The ffprobe's answer, a line each. */
  readonly asked: (args: readonly string[]) => Promise<string[]>
}

export async function mediaFolder(): Promise<MediaFolder> {
  const { ffmpegPath, ffprobePath } = testServices()
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-media-'))
  let dirs = 0
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y']
  return {
    tool: { ffmpegPath, ffprobePath, wrapper: { setprivPath: undefined, niceness: 5 } },
    outputDir: async () => {
      dirs += 1
      const dir = join(folder, `it's [out]; a:b, ${dirs}`)
      await mkdir(dir)
      return dir
    },
    make: async (name, args) => {
      const path = join(folder, name)
      await run(ffmpegPath, [...quiet, ...args, path])
      return path
    },
    output: async (args) => {
      const { stdout } = await run(ffmpegPath, [...quiet, ...args, '-'], {
        encoding: 'buffer',
        maxBuffer: 200_000_000,
      })
      return stdout
    },
    asked: async (args) =>
      (await run(ffprobePath, ['-v', 'error', ...args])).stdout.split('\n').filter((line) => line !== ''),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
