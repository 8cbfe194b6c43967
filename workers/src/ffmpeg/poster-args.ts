import { type InputLimits, inputArgs, localFile } from './accepted-input.ts'
import { type FilterSupport, scaleColour, toStandardColour } from './colour-filters.ts'
import type { PicturePlan, Rung } from './plan.ts'
import type { FfmpegCommand } from './run.ts'

const LONGEST_SIDE = 960
/** A first moment is often a hand before the lens or a black picture. */
const LATEST_AT_MS = 10_000

export interface PosterOptions extends InputLimits, FilterSupport {
  /** A local file, or the worker's own reader. */
  readonly address: string
  readonly posterPath: string
  /** For the decoder: memory grows with threads. */
  readonly threads: number
}

type Size = Pick<Rung, 'width' | 'height'>

/** Where the first poster is looked for, in milliseconds from the start. */
export function posterAtMs({ durationMs }: Pick<PicturePlan, 'durationMs'>): number {
  return Math.min(LATEST_AT_MS, Math.floor(durationMs / 10))
}

/** One JPEG, quickly: the keyframe before `atMs`, and nothing else is decoded. */
export function quickPosterCommand(
  picture: PicturePlan,
  size: Size,
  atMs: number,
  options: PosterOptions,
): FfmpegCommand {
  const seek = ['-threads', '1', '-skip_frame', 'nokey', '-noaccurate_seek']
  return command(seek, picture, size, atMs, options)
}

/** One JPEG of the very moment `atMs`: decodes from the keyframe before. */
export function posterCommand(
  picture: PicturePlan,
  size: Size,
  atMs: number,
  options: PosterOptions,
): FfmpegCommand {
  return command(['-threads', String(options.threads)], picture, size, atMs, options)
}

function command(
  seek: readonly string[],
  picture: PicturePlan,
  size: Size,
  atMs: number,
  options: PosterOptions,
): FfmpegCommand {
  const graph = `[0:${picture.videoIndex}]${filters(picture, size, options).join(',')}[poster]`
  return {
    input: {
      args: [...inputArgs(options, options.address), ...seek, '-ss', (atMs / 1_000).toFixed(3)],
      file: options.address,
    },
    output: {
      args: [
        ...['-filter_complex', graph],
        ...['-map', '[poster]', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '5', '-map_metadata', '-1'],
        ...['-f', 'image2', '-update', '1'],
      ],
      file: localFile(options.posterPath),
    },
  }
}

function filters(picture: PicturePlan, { width, height }: Size, options: FilterSupport): string[] {
  const factor = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  const even = (length: number) => Math.max(2, Math.round((length * factor) / 2) * 2)
  return [
    ...(picture.deinterlace ? ['bwdif=mode=send_frame'] : []),
    `scale=${even(width)}:${even(height)}:flags=bicubic${scaleColour(picture.colour)}`,
    'setsar=1',
    ...toStandardColour(picture.colour, options),
    // JPEG has the full range.
    'scale=in_range=tv:out_range=pc',
    'format=yuvj420p',
  ]
}
