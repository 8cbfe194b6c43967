import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { findFfmpeg } from '../../local/ffmpeg.ts'
import { repositoryRoot } from '../../local/repository-root.ts'
import { openCpuBook } from './cpu-account.ts'
import { inFolder } from './in-folder.ts'
import { inputsOf } from './inputs.ts'
import { qualityTable } from './quality-table.ts'

/** Tries presets and CRFs on the H.264 lesson; no product is started for that. */
export async function tryQualities(
  seconds: number,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const book = await openCpuBook()
  try {
    return await inFolder(async (dataDir) => {
      const { env } = await findFfmpeg({
        root: repositoryRoot,
        dataDir,
        cacheDir: join(repositoryRoot, '.cache'),
        env: process.env,
        durable: false,
        say,
      })
      const tools = { ffmpegPath: env['FFMPEG_PATH'] ?? '', ffprobePath: env['FFPROBE_PATH'] ?? '' }
      const input = await inputsOf(tools, seconds, say).short('h264')
      return await qualityTable({ book, tools, inFolder }, input, Math.min(4, availableParallelism()), say)
    })
  } finally {
    await book.close()
  }
}
