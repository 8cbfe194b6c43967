import { type InputLimits, inputArgs, localFile } from './accepted-input.ts'
import { type FilterSupport, scaleColour, toStandardColour } from './colour-filters.ts'
import { perSecond } from './frame-rate.ts'
import type { RenditionPlan, Rung } from './plan.ts'
import type { FfmpegCommand } from './run.ts'

/** Keyframes stand at the same instants in every rung, so that a player can change between them. */
export const keyframeSeconds = 2
/** Two keyframes each: half the requests of shorter ones, still quick to seek. */
export const segmentSeconds = 4

export const soundName = 'sound'
export const playlistOf = (name: string): string => `${name}.m3u8`

export interface HlsOptions extends InputLimits, FilterSupport {
  readonly originalPath: string
  /** An existing folder; everything is written there under flat names. */
  readonly outputDir: string
  /** For each encoder and the decoder: memory grows with threads. */
  readonly threads: number
}

/** One process that decodes once and writes the whole ladder and the sound. */
export function hlsCommand(plan: RenditionPlan, options: HlsOptions): FfmpegCommand {
  return {
    input: {
      args: [...inputArgs(options, localFile(options.originalPath)), '-threads', String(options.threads)],
      file: localFile(options.originalPath),
    },
    output: {
      args: [
        '-filter_complex',
        filterGraph(plan, options),
        ...plan.rungs.flatMap((_rung, i) => ['-map', `[v${i}]`]),
        ...(plan.sound ? ['-map', '[sound]'] : []),
        ...videoArgs(plan, options.threads),
        ...(plan.sound ? soundArgs(plan.sound.channels) : []),
        '-map_metadata',
        '-1',
        '-map_chapters',
        '-1',
        '-sn',
        '-dn',
        '-max_muxing_queue_size',
        '4096',
        ...hlsArgs(plan, options.outputDir),
      ],
      file: `file:${options.outputDir}/${playlistOf('%v')}`,
    },
  }
}

function filterGraph(plan: RenditionPlan, options: FilterSupport): string {
  const { rate, rungs } = plan
  const first = [
    ...(plan.deinterlace ? ['bwdif=mode=send_frame'] : []),
    `fps=${rate.numerator}/${rate.denominator}`,
    `${scaleTo(rungs[0])}${scaleColour(plan.colour)}`,
    'setsar=1',
    ...toStandardColour(plan.colour, options),
  ]
  const chains = rungs.map((rung, i) => {
    const source = i === 0 ? `[0:${plan.videoIndex}]${first.join(',')}` : `[c${i}]${scaleTo(rung)},setsar=1`
    return i === rungs.length - 1 ? `${source}[v${i}]` : `${source},split=2[v${i}][c${i + 1}]`
  })
  // Gaps in the sound are filled and its start is set to the clip's, or it would run ahead of the lips.
  const sound = plan.sound ? [`[0:${plan.sound.index}]aresample=48000:async=1000:first_pts=0[sound]`] : []
  return [...chains, ...sound].join(';')
}

const scaleTo = ({ width, height }: Rung): string => `scale=${width}:${height}:flags=bicubic`

function videoArgs(plan: RenditionPlan, threads: number): string[] {
  const gop = String(Math.round(perSecond(plan.rate) * keyframeSeconds))
  return [
    '-c:v',
    'libx264',
    '-profile:v',
    'high',
    '-pix_fmt',
    'yuv420p',
    '-g',
    gop,
    '-keyint_min',
    gop,
    '-sc_threshold',
    '0',
    '-force_key_frames',
    `expr:gte(t,n_forced*${keyframeSeconds})`,
    '-color_primaries',
    'bt709',
    '-color_trc',
    'bt709',
    '-colorspace',
    'bt709',
    '-color_range',
    'tv',
    '-threads',
    String(threads),
    ...plan.rungs.flatMap((rung, i) => {
      const { preset, crf, maxKbit } = quality(rung)
      return [
        `-preset:v:${i}`,
        preset,
        `-crf:v:${i}`,
        String(crf),
        `-maxrate:v:${i}`,
        `${maxKbit}k`,
        `-bufsize:v:${i}`,
        `${maxKbit * 2}k`,
      ]
    }),
  ]
}

/** Measured: `veryfast` at 23 is the knee; for the smallest a slower one is cheap and her line is thin. */
function quality({ width, height }: Rung): { preset: string; crf: number; maxKbit: number } {
  const short = Math.min(width, height)
  if (short <= 288) return { preset: 'faster', crf: 26, maxKbit: 400 }
  if (short <= 540) return { preset: 'veryfast', crf: 24, maxKbit: 1_200 }
  if (short <= 720) return { preset: 'veryfast', crf: 23, maxKbit: 2_800 }
  return { preset: 'veryfast', crf: 23, maxKbit: 5_500 }
}

const soundArgs = (channels: 1 | 2): string[] => [
  '-c:a',
  'aac',
  '-b:a',
  channels === 1 ? '64k' : '96k',
  '-ac',
  String(channels),
  '-ar',
  '48000',
]

function hlsArgs(plan: RenditionPlan, outputDir: string): string[] {
  const group = plan.sound ? ',agroup:sound' : ''
  const variants = [
    ...plan.rungs.map(({ name }, i) => `v:${i}${group},name:${name}`),
    ...(plan.sound ? [`a:0${group},name:${soundName}`] : []),
  ]
  return [
    '-f',
    'hls',
    '-hls_time',
    String(segmentSeconds),
    '-hls_playlist_type',
    'vod',
    '-hls_segment_type',
    'fmp4',
    '-hls_flags',
    'independent_segments',
    '-hls_list_size',
    '0',
    '-hls_fmp4_init_filename',
    // ffmpeg only fills in the name where there are several.
    variants.length === 1 ? `${plan.rungs[0].name}-init.mp4` : '%v-init.mp4',
    '-hls_segment_filename',
    `file:${outputDir}/%v-%05d.m4s`,
    '-var_stream_map',
    variants.join(' '),
  ]
}
