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
}

/** Where the poster is looked for, in milliseconds from the start. */
export function posterAtMs({ durationMs }: RenditionPlan): number {
  return Math.min(LATEST_AT_MS, Math.floor(durationMs / 10))
}

/** One JPEG: the most typical of some pictures from `atMs` on. */
export function posterCommand(plan: RenditionPlan, atMs: number, options: PosterOptions): FfmpegCommand {
  const [{ width, height }] = plan.rungs
  const factor = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  const even = (length: number) => Math.max(2, Math.round((length * factor) / 2) * 2)
  const filters = [
    ...(plan.deinterlace ? ['bwdif=mode=send_frame'] : []),
    'thumbnail=n=24',
    `scale=${even(width)}:${even(height)}:flags=bicubic${scaleColour(plan.colour)}`,
    'setsar=1',
    ...toStandardColour(plan.colour, options),
    // JPEG has the full range.
    'scale=in_range=tv:out_range=pc',
    'format=yuvj420p',
  ]
  return {
    input: {
      args: [...inputArgs(options, localFile(options.originalPath)), '-ss', (atMs / 1_000).toFixed(3)],
      file: localFile(options.originalPath),
    },
    output: {
      args: [
        '-filter_complex',
        `[0:${plan.videoIndex}]${filters.join(',')}[poster]`,
        '-map',
        '[poster]',
        '-frames:v',
        '1',
        '-q:v',
        '5',
        '-map_metadata',
        '-1',
        '-f',
        'image2',
        '-update',
        '1',
      ],
      file: localFile(options.posterPath),
    },
  }
}
