import { inputArgs, localFile } from './accepted-input.ts'
import { filterValue } from './filter-text.ts'
import { segmentSeconds } from './rendition-files.ts'
import type { FfmpegCommand } from './run.ts'
import { heldBackRatio, type SoundLevels } from './sound-levels.ts'
import { onClipTime, packetSamples, soundRate } from './sound-time.ts'

export const levelledName = 'sound-levelled'
export const levelledPlaylist = `${levelledName}.m3u8`
/** Loudness of each 100 ms and samples for the peaks; both go when they have been read. */
export const momentsFile = 'sound-moments.txt'
export const samplesFile = 'sound-samples.raw'
/** Of the samples for the peaks: all that carries a voice, and 29 MB an hour. */
export const samplesPerSecond = 4_000

/** Under the ceiling of -1.5 dB for what comes out of the decoder: it overshoots by up to 1.5 where there is a bang. */
const LIMIT_DB = -3

export interface SoundOptions {
  /** A local file whose first sound track is the wanted one, on the clip's own time. */
  readonly inputFile: string
  readonly outputDir: string
  readonly channels: 1 | 2
  /** Of the whole clip: a sound that ends earlier is filled up, or players wait for more of it. */
  readonly durationMs: number
  readonly threads: number
}

/** Hears the whole sound once: how loud each moment is, and a small copy for the peaks. */
export function measureSoundCommand(options: SoundOptions): FfmpegCommand {
  // A single channel comes out of both sides of a phone.
  const meter = `ebur128=metadata=1${options.channels === 1 ? ':dualmono=1' : ''}`
  const moments = filterValue(`${options.outputDir}/${momentsFile}`)
  const graph = [
    `[0:a:0]${heardFilters(options).join(',')},asplit=2[heard][drawn]`,
    `[heard]${meter},ametadata=mode=print:key=lavfi.r128.M:file=${moments}[moments]`,
    `[drawn]aformat=sample_rates=${samplesPerSecond}:channel_layouts=mono:sample_fmts=s16[samples]`,
  ]
  return {
    input: inputOf(options),
    output: {
      args: [
        ...['-filter_complex', graph.join(';')],
        ...['-map', '[moments]', '-f', 'null', '-'],
        ...['-map', '[samples]', '-c:a', 'pcm_s16le', '-f', 's16le'],
      ],
      file: localFile(`${options.outputDir}/${samplesFile}`),
    },
  }
}

/** Writes the levelled sound as segments that begin at 0 on the clip's time, without an edit list. */
export function levelSoundCommand(levels: SoundLevels, options: SoundOptions): FfmpegCommand {
  const lastSample = Math.round((options.durationMs * soundRate) / 1_000)
  const filters = [
    ...heardFilters(options),
    ...levelFilters(levels),
    `apad=whole_len=${lastSample}`,
    // The encoder's own first frame takes the place of what is cut here, so that the rest is heard on time.
    `atrim=start_sample=${packetSamples}:end_sample=${Math.max(lastSample, 2 * packetSamples)}`,
  ]
  return {
    input: inputOf(options),
    output: {
      args: [
        ...['-map', '0:a:0', '-af', filters.join(',')],
        // Cheaper than the other way to search and, for voices at these rates, nearer to what went in.
        ...['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', options.channels === 1 ? '64k' : '96k'],
        ...['-map_metadata', '-1', '-map_chapters', '-1', '-vn', '-sn', '-dn'],
        ...['-avoid_negative_ts', 'disabled'],
        ...['-f', 'hls', '-hls_time', String(segmentSeconds), '-hls_playlist_type', 'vod'],
        ...['-hls_segment_type', 'fmp4', '-hls_list_size', '0'],
        ...['-hls_flags', 'independent_segments+temp_file'],
        ...['-hls_segment_options', 'movflags=+frag_discont+negative_cts_offsets'],
        ...['-hls_fmp4_init_filename', `${levelledName}-init.mp4`],
        ...['-hls_segment_filename', localFile(`${options.outputDir}/${levelledName}-%05d.m4s`)],
      ],
      file: localFile(`${options.outputDir}/${levelledPlaylist}`),
    },
  }
}

function inputOf({ inputFile, threads }: SoundOptions): FfmpegCommand['input'] {
  // No picture is read here. Left alone, ffmpeg takes the first sound for the beginning of time.
  const limits = [...inputArgs({ maxPixels: 1, maxStreams: 2 }, localFile(inputFile)), '-copyts']
  return { args: [...limits, '-vn', '-sn', '-dn', '-threads', String(threads)], file: localFile(inputFile) }
}

/** On time, and the rumble out: it is not what she wants to hear. */
const heardFilters = ({ channels }: SoundOptions): string[] => [
  onClipTime,
  `aformat=channel_layouts=${channels === 1 ? 'mono' : 'stereo'}`,
  'highpass=f=80',
]

function levelFilters({ kneeDb, gainDb }: SoundLevels): string[] {
  const knee = Math.min(1, Math.max(0.001, linear(kneeDb ?? 0)))
  return [
    ...(kneeDb === undefined
      ? []
      : [`acompressor=threshold=${knee.toFixed(5)}:ratio=${heldBackRatio}:attack=20:release=400:knee=4`]),
    ...(gainDb === 0 ? [] : [`volume=${gainDb}dB`]),
    `alimiter=limit=${linear(LIMIT_DB).toFixed(4)}:attack=5:release=50:level=0:latency=1`,
  ]
}

const linear = (decibels: number): number => 10 ** (decibels / 20)
