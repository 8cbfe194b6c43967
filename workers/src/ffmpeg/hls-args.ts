import { type InputLimits, inputArgs } from './accepted-input.ts'
import { type FilterSupport, scaleColour, toStandardColour } from './colour-filters.ts'
import { perSecond } from './frame-rate.ts'
import { asStored, isUpright, type Orientation, storedSize, uprightFilters } from './orientation.ts'
import type { MediaPlan, PicturePlan, Rung, SoundPlan } from './plan.ts'
import { initOf, keyframeSeconds, originalSound, playlistOf, segmentSeconds } from './rendition-files.ts'
import type { FfmpegCommand } from './run.ts'
import { encoderOf } from './rung-quality.ts'
import { onClipTime, packetSamples, soundRate } from './sound-time.ts'

/** Nothing is copied whose keyframes are so far apart that a segment would be longer. */
const COPIED_SEGMENT_SECONDS_AT_MOST = 12

export interface HlsOptions extends InputLimits, FilterSupport {
  /** A local file, or the worker's own reader. */
  readonly address: string
  /** An existing folder; everything is written there under flat names. */
  readonly outputDir: string
  /** For each encoder and the decoder: memory grows with threads. */
  readonly threads: number
}

/**
 * What makes a clip watchable: its own pictures cut at their keyframes, or the first rendition encoded; beside it the
 * sound, and the sound once more as a local file to work on.
 */
export function firstCommand(
  plan: MediaPlan,
  options: HlsOptions & { readonly soundFile: string },
): FfmpegCommand {
  const { picture, sound, first } = plan
  const pictures = first.copied
    ? { filters: [], streams: [copiedPicture(picture, first)] }
    : encodedPictures(picture, [first], options, { scaler: first.roughly ? 'area' : careful })
  return command(options, {
    input: first.copied ? [] : [...decoding(options), ...(first.roughly ? ['-skip_loop_filter', 'all'] : [])],
    filters: [...pictures.filters, ...(sound ? [soundFilter(sound)] : [])],
    before: sound ? rawSound(options.soundFile) : [],
    streams: [...pictures.streams, ...(sound ? [soundStream(sound)] : [])],
    output: [],
    segmentsOf: segmentSeconds,
  })
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
  const isLater = fromMs > 0
  const early = isLater ? earlyPictures(picture, fromMs) : 0
  const earlyMs = (early * 1_000) / perSecond(picture.rate)
  return command(options, {
    ...encodedPictures(picture, rungs, options, { fromMs, early }),
    segmentsOf: picture.cutsMs === undefined ? segmentSeconds : AT_EVERY_KEYFRAME,
    input: [...decoding(options), ...(isLater ? ['-ss', ((fromMs - earlyMs) / 1_000).toFixed(6)] : [])],
    before: [],
    output: [
      ...(toMs === undefined ? [] : ['-t', seconds(toMs - fromMs)]),
      ...(isLater ? ['-output_ts_offset', seconds(fromMs)] : []),
      ...['-start_number', String(segmentAt(picture, fromMs))],
    ],
  })
}

const EARLY_AT_MOST_MS = 30_000

/** The picture that stands at `fromMs` may have begun before: from so many pictures earlier on it is there. */
function earlyPictures({ longestGapMs, rate }: PicturePlan, fromMs: number): number {
  const most = Math.floor((Math.min(fromMs, EARLY_AT_MOST_MS) * perSecond(rate)) / 1_000)
  return Math.min(most, Math.ceil((longestGapMs * perSecond(rate)) / 1_000) + 1)
}

/** The number of the segment that begins at this instant. */
function segmentAt({ cutsMs }: PicturePlan, atMs: number): number {
  if (cutsMs === undefined) return Math.round(atMs / (segmentSeconds * 1_000))
  return cutsMs.filter((cutMs) => Math.round(cutMs) <= atMs).length
}

/** Shorter than any distance of two keyframes: whoever sets those decides where segments begin. */
const AT_EVERY_KEYFRAME = 0.1

type Stream = { readonly name: string; readonly kind: 'v' | 'a'; readonly args: readonly string[] }
type Work = {
  /** Before the input. */
  readonly input: readonly string[]
  readonly filters: readonly string[]
  /** An output of its own before the segments. */
  readonly before: readonly string[]
  readonly streams: readonly Stream[]
  readonly output: readonly string[]
  /** In seconds: at the first keyframe after each multiple of it a segment begins. */
  readonly segmentsOf: number
}

function command(
  options: HlsOptions,
  { input, filters, before, streams, output, segmentsOf }: Work,
): FfmpegCommand {
  const { address, outputDir } = options
  return {
    input: { args: [...inputArgs(options, address), ...input], file: address },
    output: {
      args: [
        ...(filters.length > 0 ? ['-filter_complex', filters.join(';')] : []),
        ...before,
        ...streams.flatMap(({ args }) => args),
        ...nothingElse,
        ...hlsArgs(streams, outputDir, segmentsOf),
        ...output,
      ],
      file: `file:${outputDir}/${playlistOf('%v')}`,
    },
  }
}

/** Nothing that the file says about itself goes along, and nothing but pictures and sound. */
const nothingElse = [
  ...['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'],
  ...['-max_muxing_queue_size', '4096'],
]

/** Pictures as they lie: they are turned where they are smallest, and not where ffmpeg would. */
const decoding = ({ threads }: HlsOptions): string[] => [...asStored, '-threads', String(threads)]

const copiedPicture = ({ videoIndex }: PicturePlan, { name }: Rung): Stream => ({
  name,
  kind: 'v',
  args: ['-map', `0:${videoIndex}`, '-c:v', 'copy'],
})

function encodedPictures(
  picture: PicturePlan,
  rungs: readonly Rung[],
  options: HlsOptions,
  { fromMs = 0, early = 0, scaler = careful }: { fromMs?: number; early?: number; scaler?: Scaler },
): Pick<Work, 'filters' | 'streams'> {
  const { rate, colour, orientation } = picture
  const [top] = rungs
  if (!top) throw new Error('a ladder has at least one rung')
  const first = [
    ...(picture.deinterlace ? ['bwdif=mode=send_frame'] : []),
    // From the clip's first instant on, also where pictures begin later than sound.
    `fps=${rate.numerator}/${rate.denominator}:start_time=0`,
    ...(early > 0 ? [`trim=start_frame=${early}`, 'setpts=PTS-STARTPTS'] : []),
    `${scaleTo(storedSize(orientation, top), scaler)}${scaleColour(colour)}`,
    'setsar=1',
    ...turning(orientation),
    ...toStandardColour(colour, options),
  ]
  const filters = rungs.map((rung, i) => {
    const source =
      i === 0 ? `[0:${picture.videoIndex}]${first.join(',')}` : `[c${i}]${scaleTo(rung)},setsar=1`
    return i === rungs.length - 1 ? `${source}[v${i}]` : `${source},split=2[v${i}][c${i + 1}]`
  })
  const keyframes = keyframesOf(picture, fromMs)
  const streams = rungs.map((rung, i): Stream => {
    const set = (option: string, value: string): string[] => [`-${option}:v:${i}`, value]
    return {
      name: rung.name,
      kind: 'v',
      args: [
        ...['-map', `[v${i}]`],
        ...set('c', 'libx264'),
        ...set('profile', 'high'),
        ...set('pix_fmt', 'yuv420p'),
        ...set('g', keyframes.atMost),
        ...set('keyint_min', keyframes.atMost),
        ...set('sc_threshold', '0'),
        ...set('force_key_frames', keyframes.at),
        ...set('color_primaries', 'bt709'),
        ...set('color_trc', 'bt709'),
        ...set('colorspace', 'bt709'),
        ...set('color_range', 'tv'),
        ...set('threads', String(options.threads)),
        ...encoderOf(rung, i),
      ],
    }
  })
  return { filters, streams }
}

/** Where keyframes stand, counted from `fromMs`, and how many pictures there are between two at most. */
function keyframesOf({ rate, cutsMs }: PicturePlan, fromMs: number): { at: string; atMost: string } {
  const pictures = (seconds: number) => String(Math.round(perSecond(rate) * seconds))
  if (cutsMs === undefined)
    return { at: `expr:gte(t,n_forced*${keyframeSeconds})`, atMost: pictures(keyframeSeconds) }
  const later = cutsMs.filter((cutMs) => Math.round(cutMs) > fromMs)
  const at = [0, ...later.map((cutMs) => cutMs - fromMs)].map((ms) => (ms / 1_000).toFixed(6))
  return { at: at.join(','), atMost: pictures(COPIED_SEGMENT_SECONDS_AT_MOST) }
}

/** Upright, and with nothing beside the pictures that would turn them once more. */
const turning = (orientation: Orientation): string[] =>
  isUpright(orientation) ? [] : [...uprightFilters(orientation), 'sidedata=mode=delete:type=DISPLAYMATRIX']

/** swscale's. */
type Scaler = 'bicubic' | 'area'
const careful: Scaler = 'bicubic'

const scaleTo = ({ width, height }: Pick<Rung, 'width' | 'height'>, scaler: Scaler = careful): string =>
  `scale=${width}:${height}:flags=${scaler}`

/**
 * The encoder puts 1024 samples of nothing before what it is given: without the first 1024 of the sound that packet
 * begins at the clip's start, and no player has to know how to cut it off.
 */
function soundFilter({ index, channels, copied }: SoundPlan): string {
  const even = `[0:${index}]${onClipTime},aformat=channel_layouts=${channels === 1 ? 'mono' : 'stereo'}`
  return copied
    ? `${even}[raw]`
    : `${even},asplit=2[whole][raw];[whole]atrim=start_sample=${packetSamples}[sound]`
}

const soundStream = ({ index, channels, copied }: SoundPlan): Stream => ({
  name: originalSound,
  kind: 'a',
  args: copied
    ? // What lies before the clip's start would wrap around to the end of time.
      ['-map', `0:${index}`, '-c:a', 'copy', '-bsf:a', 'noise=drop=lt(pts\\,0)']
    : ['-map', '[sound]', '-c:a', 'aac', '-b:a', channels === 1 ? '64k' : '96k', '-ar', String(soundRate)],
})

/** The sound without loss and without gaps, from the clip's first instant on. */
const rawSound = (soundFile: string): string[] => [
  ...['-map', '[raw]', '-c:a', 'flac', '-sample_fmt', 's16', '-map_metadata', '-1'],
  ...['-f', 'matroska', '-y', `file:${soundFile}`],
]

function hlsArgs(streams: readonly Stream[], outputDir: string, segmentsOf: number): string[] {
  const group = streams.some(({ kind }) => kind === 'a') ? ',agroup:sound' : ''
  const variants = streams.map(({ name, kind }, i) => `${kind}:${kind === 'a' ? 0 : i}${group},name:${name}`)
  const [only, other] = streams
  // ffmpeg only fills in the name where there are several.
  const init = only !== undefined && other === undefined ? initOf(only.name) : initOf('%v')
  return [
    ...['-avoid_negative_ts', 'disabled', '-f', 'hls', '-hls_time', String(segmentsOf)],
    ...['-hls_playlist_type', 'vod', '-hls_list_size', '0', '-hls_segment_type', 'fmp4'],
    // A segment has its name once it is whole.
    ...['-hls_flags', 'independent_segments+temp_file'],
    ...['-hls_segment_options', 'movflags=+frag_discont+negative_cts_offsets'],
    ...['-hls_fmp4_init_filename', init],
    ...['-hls_segment_filename', `file:${outputDir}/%v-%05d.m4s`],
    ...['-var_stream_map', variants.join(' ')],
  ]
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3)
