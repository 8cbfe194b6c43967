import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FfmpegCommand, FfmpegFault, type FfmpegTool, runFfmpeg } from './run.ts'
import { parsePictureSizes, sharpestAtMs } from './sharpest.ts'
import { type StillsOptions, sizesFile, stillsCommand } from './stills-args.ts'
import { layStoryboard, storyboardVtt } from './storyboard.ts'

export const storyboardName = 'storyboard.vtt'
export const sharpPosterName = 'poster-2.jpg'

/** Names in `outputDir`. */
export interface MadeStills {
  readonly storyboard: string
  readonly sheets: readonly string[]
  /** Undefined where the clip is of one colour or the original gave no picture: the first poster stays. */
  readonly poster: string | undefined
}

export interface MakeStillsOptions extends StillsOptions {
  readonly durationMs: number
  /** How to render the original at one moment into a file; the rendition alone is too small for a poster. */
  readonly posterAt: (atMs: number, posterPath: string) => FfmpegCommand
  /** For each of two processes. */
  readonly timeLimitMs: number
  readonly signal: AbortSignal
}

/** Makes the storyboard and a poster of the sharpest moment in `outputDir`, which exists. */
export async function makeStills(tool: FfmpegTool, options: MakeStillsOptions): Promise<MadeStills> {
  const { outputDir, durationMs, width, height, signal, timeLimitMs } = options
  const layout = layStoryboard(durationMs, width, height)
  await runFfmpeg(tool, stillsCommand(layout, options), { signal, timeLimitMs })
  for (const sheet of layout.sheets) {
    // ffmpeg is content with itself when not one picture could be decoded.
    if (!(await isThere(join(outputDir, sheet)))) throw new FfmpegFault('exited', ['a sheet is missing'])
  }
  await writeFile(join(outputDir, storyboardName), storyboardVtt(layout))
  const sizes = await readFile(join(outputDir, sizesFile), 'utf8')
  await rm(join(outputDir, sizesFile))
  const atMs = sharpestAtMs(parsePictureSizes(sizes, layout.intervalMs), options)
  return {
    storyboard: storyboardName,
    sheets: layout.sheets,
    poster: atMs === undefined ? undefined : await renderPoster(tool, atMs, options),
  }
}

async function renderPoster(
  tool: FfmpegTool,
  atMs: number,
  { outputDir, posterAt, signal, timeLimitMs }: MakeStillsOptions,
): Promise<string | undefined> {
  const path = join(outputDir, sharpPosterName)
  await runFfmpeg(tool, posterAt(atMs, path), { signal, timeLimitMs }).catch((error: unknown) => {
    // ffmpeg ends badly when the original has no picture after that moment; there is a poster already.
    if (!(error instanceof FfmpegFault) || error.end !== 'exited') throw error
  })
  return (await isThere(path)) ? sharpPosterName : undefined
}

async function isThere(path: string): Promise<boolean> {
  const made = await stat(path).catch(() => undefined)
  return made !== undefined && made.size > 0
}
