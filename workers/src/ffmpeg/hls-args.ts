import { type InputLimits, inputArgs } from './accepted-input.ts'
import { type FilterSupport, scaleColour, toStandardColour } from './colour-filters.ts'
import { perSecond } from './frame-rate.ts'
import type { MediaPlan, PicturePlan, Rung, SoundPlan } from './plan.ts'
import { initOf, keyframeSeconds, originalSound, playlistOf, segmentSeconds } from './rendition-files.ts'
import type { FfmpegCommand } from './run.ts'
import { encoderOf } from './rung-quality.ts'

export interface HlsOptions extends InputLimits, FilterSupport {
  /** A local file, or the worker's own reader. */
  readonly address: string
  /** An existing folder; everything is written there under flat names. */
  readonly outputDir: string
  /** For each encoder and the decoder: memory grows with threads. */
  readonly threads: number
}

/**
 * The clip's own pictures as they are, cut at their keyframes; beside them its sound, and the sound once more as a
 * local file to work on.
 */
export function copyCommand(
  plan: MediaPlan,
  options: HlsOptions & { readonly soundFile: string },
): FfmpegCommand {
  const { picture, sound, first } = plan
  return command(
    options,
    [],
    {
      filters: sound ? [soundFilter(sound, sound.copied ? ['[raw]'] : ['[sound]', '[raw]'])] : [],
      before: rawSound(sound, options.soundFile),
      streams: [
        { name: first.name, args: ['-map', `0:${picture.videoIndex}`, '-c:v', 'copy'] },
        ...(sound ? [{ name: originalSound, args: soundStream(sound) }] : []),
      ],
    },
    options.outputDir,
  )
}

/** The first rendition of a clip that has to be encoded, with its sound, in one process. */
export function firstCommand(
  plan: MediaPlan,
  options: HlsOptions & { readonly soundFile: string },
): FfmpegCommand {
  const { picture, sound, first } = plan
  return command(
    options,
    decoding(options),
    {
      filters: [
        ...pictureFilters(picture, [first], options),
        ...(sound ? [soundFilter(sound, ['[sound]', '[raw]'])] : []),
      ],
      before: rawSound(sound, options.soundFile),
      streams: [
        ...pictureStreams(picture, [first], options.threads),
        ...(sound ? [{ name: originalSound, args: soundStream({ ...sound, copied: false }) }] : []),
      ],
    },
    options.outputDir,
  )
}

export interface StretchOptions extends HlsOptions {
  readonly fromMs: number
  /** Left out for the clip's end, wherever that turns out to be. */
  readonly toMs: number | undefined
}

/** A stretch of the lesson in all given rungs: decoded once, scaled from rung to rung, on the clip's own clock. */
export function stretchCommand(
  picture: PicturePlan,
  rungs: readonly Rung[],
  options: StretchOptions,
): FfmpegCommand {
  const { fromMs, toMs } = options
  const from = seconds(fromMs)
  const part = [
    ...(toMs === undefined ? [] : ['-t', seconds(toMs - fromMs)]),
    ...(fromMs === 0 ? [] : ['-output_ts_offset', from]),
  ]
  return command(
    options,
    [...decoding(options), ...(fromMs === 0 ? [] : ['-ss', from])],
    {
      filters: pictureFilters(picture, rungs, options),
      before: [],
      streams: pictureStreams(picture, rungs, options.threads),
    },
    options.outputDir,
    [...part, '-start_number', String(Math.round(fromMs / (segmentSeconds * 1_000)))],
  )
}

type Stream = { readonly name: string; readonly args: readonly string[] }
type Work = {
  readonly filters: readonly string[]
  readonly before: readonly string[]
  readonly streams: readonly Stream[]
}

function command(
  options: HlsOptions,
  inputExtras: readonly string[],
  { filters, before, streams }: Work,
  outputDir: string,
  outputExtras: readonly string[] = [],
): FfmpegCommand {
  return {
    input: { args: [...inputArgs(options, options.address), ...inputExtras], file: options.address },
    output: {
      args: [
        ...(filters.length > 0 ? ['-filter_complex', filters.join(';')] : []),
        ...before,
        ...streams.flatMap(({ args }) => args),
        ...nothingElse,
        ...hlsArgs(
          streams.map(({ name }) => name),
          outputDir,
        ),
        ...outputExtras,
      ],
      file: `file:${outputDir}/${playlistOf('%v')}`,
    },
  }
}

/** Nothing that the file says about itself goes along, and nothing but pictures and sound. */
const nothingElse = [
  '-map_metadata',
  '-1',
  '-map_chapters',
  '-1',
  '-sn',
  '-dn',
  '-max_muxing_queue_size',
  '4096',
]

const decoding = ({ threads }: HlsOptions): string[] => ['-threads', String(threads)]

function pictureFilters(picture: PicturePlan, rungs: readonly Rung[], options: FilterSupport): string[] {
  const { rate, colour } = picture
  const [top] = rungs
  if (!top) throw new Error('a ladder has at least one rung')
  const first = [
    ...(picture.deinterlace ? ['bwdif=mode=send_frame'] : []),
    // From the clip's first instant on, also where pictures begin later than sound.
    `fps=${rate.numerator}/${rate.denominator}:start_time=0`,
    `${scaleTo(top)}${scaleColour(colour)}`,
    'setsar=1',
    ...toStandardColour(colour, options),
  ]
  return rungs.map((rung, i) => {
    const source =
      i === 0 ? `[0:${picture.videoIndex}]${first.join(',')}` : `[c${i}]${scaleTo(rung)},setsar=1`
    return i === rungs.length - 1 ? `${source}[v${i}]` : `${source},split=2[v${i}][c${i + 1}]`
  })
}

const scaleTo = ({ width, height }: Rung): string => `scale=${width}:${height}:flags=bicubic`

function pictureStreams(picture: PicturePlan, rungs: readonly Rung[], threads: number): Stream[] {
  const gop = String(Math.round(perSecond(picture.rate) * keyframeSeconds))
  return rungs.map((rung, i) => ({
    name: rung.name,
    args: [
      '-map',
      `[v${i}]`,
      `-c:v:${i}`,
      'libx264',
      `-profile:v:${i}`,
      'high',
      `-pix_fmt:v:${i}`,
      'yuv420p',
      `-g:v:${i}`,
      gop,
      `-keyint_min:v:${i}`,
      gop,
      `-sc_threshold:v:${i}`,
      '0',
      `-force_key_frames:v:${i}`,
      `expr:gte(t,n_forced*${keyframeSeconds})`,
      `-color_primaries:v:${i}`,
      'bt709',
      `-color_trc:v:${i}`,
      'bt709',
      `-colorspace:v:${i}`,
      'bt709',
      `-color_range:v:${i}`,
      'tv',
      `-threads:v:${i}`,
      String(threads),
      ...encoderOf(rung, i),
    ],
  }))
}

/** Gaps in the sound are filled and its start is set to the clip's, or it would run ahead of the lips. */
function soundFilter({ index, channels }: SoundPlan, outputs: readonly string[]): string {
  const even = `[0:${index}]aresample=48000:async=1000:first_pts=0,aformat=channel_layouts=${channels === 1 ? 'mono' : 'stereo'}`
  const [one, other] = outputs
  if (other === undefined) return `${even}${one}`
  return `${even},asplit=2[whole]${other};[whole]${startOnPacket}${one}`
}

/**
 * The encoder puts 1024 samples of nothing before what it is given. Without the first 1024 of the sound that packet
 * begins at the clip's start, and no player has to know how to cut it off.
 */
const startOnPacket = 'atrim=start_sample=1024'

function soundStream({ index, channels, copied }: SoundPlan): string[] {
  // What lies before the clip's start would wrap around to the end of time.
  if (copied) return ['-map', `0:${index}`, '-c:a', 'copy', '-bsf:a', 'noise=drop=lt(pts\\,0)']
  return ['-map', '[sound]', '-c:a', 'aac', '-b:a', channels === 1 ? '64k' : '96k', '-ar', '48000']
}

/** The sound without loss and without gaps, from the clip's first instant on. */
const rawSound = (sound: SoundPlan | undefined, soundFile: string): string[] =>
  sound
    ? [
        '-map',
        '[raw]',
        '-c:a',
        'flac',
        '-sample_fmt',
        's16',
        '-map_metadata',
        '-1',
        '-f',
        'matroska',
        '-y',
        `file:${soundFile}`,
      ]
    : []

function hlsArgs(names: readonly string[], outputDir: string): string[] {
  const [only, other] = names
  let pictures = 0
  const variants = names.map((name) =>
    name === originalSound
      ? `a:0,agroup:sound,name:${name}`
      : `v:${pictures++}${names.includes(originalSound) ? ',agroup:sound' : ''},name:${name}`,
  )
  return [
    '-avoid_negative_ts',
    'disabled',
    '-f',
    'hls',
    '-hls_time',
    String(segmentSeconds),
    '-hls_playlist_type',
    'vod',
    '-hls_segment_type',
    'fmp4',
    // A segment has its name once it is whole.
    '-hls_flags',
    'independent_segments+temp_file',
    '-hls_segment_options',
    'movflags=+frag_discont+negative_cts_offsets',
    '-hls_list_size',
    '0',
    '-hls_fmp4_init_filename',
    // ffmpeg only fills in the name where there are several.
    only !== undefined && other === undefined ? initOf(only) : initOf('%v'),
    '-hls_segment_filename',
    `file:${outputDir}/%v-%05d.m4s`,
    '-var_stream_map',
    variants.join(' '),
  ]
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3)
