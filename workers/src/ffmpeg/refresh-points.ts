import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { type InputLimits, inputArgs, localFile } from './accepted-input.ts'
import { type FfmpegCommand, type FfmpegTool, runFfmpeg } from './run.ts'

/** A slice of a picture that clears the decoder's memory (H.264, table 7-1). */
const IDR_SLICE = 5
const LINE_END = 10
const COMMENT = 35

export interface RefreshPointsOptions extends InputLimits {
  /** A local file, or the worker's own reader. */
  readonly address: string
  /** Written and removed. */
  readonly listFile: string
}

/** Lists the keyframes that are IDR pictures, one a line; decodes nothing. */
export function refreshPointsCommand(videoIndex: number, options: RefreshPointsOptions): FfmpegCommand {
  return {
    input: {
      args: [...inputArgs(options, options.address), '-discard', 'nokey'],
      file: options.address,
    },
    output: {
      args: [
        ...['-map', `0:${videoIndex}`, '-c:v', 'copy', '-bsf:v', `filter_units=pass_types=${IDR_SLICE}`],
        ...['-map_metadata', '-1', '-f', 'framecrc', '-y'],
      ],
      file: localFile(options.listFile),
    },
  }
}

/**
 * How many keyframes of an H.264 track are IDR pictures. Containers mark others as keyframes too: a picture behind
 * one of those may still need what came before it, and a player that begins there gives up or shows grey.
 * Rejects as `runFfmpeg` does.
 */
export async function countRefreshPoints(
  tool: FfmpegTool,
  videoIndex: number,
  options: RefreshPointsOptions & { readonly signal: AbortSignal; readonly timeLimitMs: number },
): Promise<number> {
  await runFfmpeg(tool, refreshPointsCommand(videoIndex, options), options)
  let lines = 0
  let lineBegins = true
  for await (const bytes of createReadStream(options.listFile) as AsyncIterable<Buffer>)
    for (const byte of bytes) {
      if (lineBegins && byte !== COMMENT) lines += 1
      lineBegins = byte === LINE_END
    }
  await rm(options.listFile)
  return lines
}
