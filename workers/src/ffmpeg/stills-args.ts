import { inputArgs, localFile } from './accepted-input.ts'
import type { FfmpegCommand } from './run.ts'
import { type StoryboardLayout, sheetPattern } from './storyboard.ts'

/** How many bytes each picture takes; it goes when it has been read. */
export const sizesFile = 'stills-sizes.txt'

/** Decoders work on pictures somewhat larger than the ones they give. */
const BUFFER_EDGE = 128

export interface StillsOptions {
  /** A finished rendition of our own in one local file: upright, from 0, with a keyframe every other second. */
  readonly inputFile: string
  readonly outputDir: string
  /** Of that rendition. */
  readonly width: number
  readonly height: number
  readonly threads: number
}

/** The sheets of the storyboard, and the size of each of its pictures as a measure of how sharp it is. */
export function stillsCommand(layout: StoryboardLayout, options: StillsOptions): FfmpegCommand {
  const { intervalMs, thumbs, thumbWidth, thumbHeight, columns, rows } = layout
  const pictures = [
    // The keyframe that stands at the moment itself, else the one before; the last stays to the end.
    `fps=1000/${intervalMs}:round=up:start_time=0`,
    'tpad=stop=-1:stop_mode=clone',
    `trim=end_frame=${thumbs}`,
    // JPEG has the full range.
    'scale=in_range=tv:out_range=pc',
    'format=yuvj420p',
    'split=2[small][measured]',
  ]
  const sheets = `[small]scale=${thumbWidth}:${thumbHeight}:flags=area,setsar=1,tile=${columns}x${rows}[sheets]`
  return {
    input: {
      args: [
        ...inputArgs(
          { maxPixels: (options.width + BUFFER_EDGE) * (options.height + BUFFER_EDGE), maxStreams: 2 },
          localFile(options.inputFile),
        ),
        ...['-threads', String(options.threads), '-skip_frame', 'nokey'],
      ],
      file: localFile(options.inputFile),
    },
    output: {
      args: [
        ...['-filter_complex', `[0:v:0]${pictures.join(',')};${sheets}`],
        ...['-map', '[sheets]', '-c:v', 'mjpeg', '-q:v', '6', '-map_metadata', '-1'],
        ...['-f', 'image2', localFile(`${options.outputDir.replaceAll('%', '%%')}/${sheetPattern}`)],
        ...['-map', '[measured]', '-c:v', 'mjpeg', '-q:v', '5', '-f', 'framecrc'],
      ],
      file: localFile(`${options.outputDir}/${sizesFile}`),
    },
  }
}
