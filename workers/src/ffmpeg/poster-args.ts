import { type InputLimits, inputArgs, localFile } from './accepted-input.ts'
import { type FilterSupport, scaleColour, toStandardColour } from './colour-filters.ts'
import type { RenditionPlan } from './plan.ts'
import type { FfmpegCommand } from './run.ts'

const LONGEST_SIDE = 960
/** A first moment is often a hand before the lens or a black picture. */
const LATEST_AT_MS = 10_000

export interface PosterOptions extends InputLimits, FilterSupport {
  readonly originalPath: string
  readonly posterPath: string
  /** For the decoder: memory grows with threads. */
  readonly threads: number
}

/** Where the first poster is looked for, in milliseconds from the start. */
export function posterAtMs({ durationMs }: RenditionPlan): number {
  return Math.min(LATEST_AT_MS, Math.floor(durationMs / 10))
}

/** One JPEG, quickly: the keyframe before `atMs`, and nothing else is decoded. */
export function quickPosterCommand(plan: RenditionPlan, atMs: number, options: PosterOptions): FfmpegCommand {
  const seek = ['-threads', '1', '-skip_frame', 'nokey', '-noaccurate_seek']
  return command(seek, plan, atMs, options)
}

/** One JPEG of the very moment `atMs`: decodes from the keyframe before. */
export function posterCommand(plan: RenditionPlan, atMs: number, options: PosterOptions): FfmpegCommand {
  return command(['-threads', String(options.threads)], plan, atMs, options)
}

function command(
  seek: readonly string[],
  plan: RenditionPlan,
  atMs: number,
  options: PosterOptions,
): FfmpegCommand {
  return {
    input: {
      args: [...inputArgs(options), ...seek, '-ss', (atMs / 1_000).toFixed(3)],
      file: localFile(options.originalPath),
    },
    output: {
      args: [
        ...['-filter_complex', `[0:${plan.videoIndex}]${filters(plan, options).join(',')}[poster]`],
        ...['-map', '[poster]', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '5', '-map_metadata', '-1'],
        ...['-f', 'image2', '-update', '1'],
      ],
      file: localFile(options.posterPath),
    },
  }
}

function filters(plan: RenditionPlan, options: PosterOptions): string[] {
  const [{ width, height }] = plan.rungs
  const factor = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  const even = (length: number) => Math.max(2, Math.round((length * factor) / 2) * 2)
  return [
    ...(plan.deinterlace ? ['bwdif=mode=send_frame'] : []),
    `scale=${even(width)}:${even(height)}:flags=bicubic${scaleColour(plan.colour)}`,
    'setsar=1',
    ...toStandardColour(plan.colour, options),
    // JPEG has the full range.
    'scale=in_range=tv:out_range=pc',
    'format=yuvj420p',
  ]
}
