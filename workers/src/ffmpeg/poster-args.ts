import { type InputLimits, inputArgs, localFile } from './accepted-input.ts'
import { type FilterSupport, scaleColour, toStandardColour } from './colour-filters.ts'
import type { PicturePlan, Rung } from './plan.ts'
import type { FfmpegCommand } from './run.ts'

const LONGEST_SIDE = 960
/** A first moment is often a hand before the lens or a black picture. */
const LATEST_AT_MS = 10_000

export interface PosterOptions extends InputLimits, FilterSupport {
  readonly address: string
  readonly posterPath: string
}

/** Where the first poster is looked for, in milliseconds from the start. */
export function posterAtMs({ durationMs }: Pick<PicturePlan, 'durationMs'>): number {
  return Math.min(LATEST_AT_MS, Math.floor(durationMs / 10))
}

/** One JPEG of the first picture at or after `atMs` that can be had without decoding others. */
export function posterCommand(
  picture: PicturePlan,
  { width, height }: Pick<Rung, 'width' | 'height'>,
  atMs: number,
  options: PosterOptions,
): FfmpegCommand {
  const factor = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  const even = (length: number) => Math.max(2, Math.round((length * factor) / 2) * 2)
  const filters = [
    ...(picture.deinterlace ? ['bwdif=mode=send_frame'] : []),
    `scale=${even(width)}:${even(height)}:flags=bicubic${scaleColour(picture.colour)}`,
    'setsar=1',
    ...toStandardColour(picture.colour, options),
    // JPEG has the full range.
    'scale=in_range=tv:out_range=pc',
    'format=yuvj420p',
  ]
  return {
    input: {
      args: [
        ...inputArgs(options, options.address),
        '-skip_frame',
        'nokey',
        '-noaccurate_seek',
        '-ss',
        (atMs / 1_000).toFixed(3),
      ],
      file: options.address,
    },
    output: {
      args: [
        '-filter_complex',
        `[0:${picture.videoIndex}]${filters.join(',')}[poster]`,
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
