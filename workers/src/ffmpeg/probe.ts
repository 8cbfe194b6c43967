import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type InputLimits, inputArgs, soundCodecs } from './accepted-input.ts'
import { mayBeCopied } from './copyable.ts'
import { isDolbyVisionAlone } from './dolby-vision.ts'
import { orientationOf } from './orientation.ts'
import { createPacketReader, type TrackTimes } from './packet-times.ts'
import { pickSoundTrack } from './pick-sound-track.ts'
import type { ProbeRefusal, ProbeReport, SoundTrack, VideoTrack } from './probe-report.ts'
import { type ProbeTool, readLines } from './read-lines.ts'
import { refusalBeyond, refusalFrom } from './refusal.ts'

const Text = Type.Optional(Type.String())
const Stream = Type.Object({
  index: Type.Integer(),
  codec_type: Text,
  codec_name: Text,
  profile: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
  level: Type.Optional(Type.Integer()),
  pix_fmt: Text,
  width: Type.Optional(Type.Integer()),
  height: Type.Optional(Type.Integer()),
  sample_aspect_ratio: Text,
  field_order: Text,
  color_range: Text,
  color_space: Text,
  color_transfer: Text,
  color_primaries: Text,
  channels: Type.Optional(Type.Integer()),
  nb_frames: Text,
  duration: Text,
  disposition: Type.Optional(
    Type.Object({ attached_pic: Type.Optional(Type.Integer()), default: Type.Optional(Type.Integer()) }),
  ),
  side_data_list: Type.Optional(
    Type.Array(
      Type.Object({
        side_data_type: Text,
        displaymatrix: Text,
        dv_profile: Type.Optional(Type.Integer()),
        dv_bl_signal_compatibility_id: Type.Optional(Type.Integer()),
      }),
    ),
  ),
})
type Stream = Static<typeof Stream>
const Foreign = Compile(
  Type.Object({
    streams: Type.Array(Stream),
    format: Type.Object({ format_name: Text, size: Text, nb_streams: Type.Integer() }),
  }),
)
type Foreign = Static<ReturnType<typeof Foreign.Type>>

const entries = [
  'format=format_name,size,nb_streams',
  'stream=index,codec_type,codec_name,profile,level,pix_fmt,width,height,sample_aspect_ratio,field_order,color_range,color_space,color_transfer,color_primaries,channels,nb_frames,duration',
  'stream_disposition=attached_pic,default',
  'stream_side_data=side_data_type,displaymatrix,dv_profile,dv_bl_signal_compatibility_id',
].join(':')

export interface ProbeOptions extends InputLimits {
  /** Pictures and pieces of sound, all tracks together: no more are counted. */
  readonly maxFrames: number
  readonly maxDurationMs: number
  readonly signal: AbortSignal
  /** A local file like the one at `address`, but for holes where nothing of it was read yet. */
  readonly outline?: string
}

/** What a file says about itself takes a few kilobytes. */
const DESCRIPTION_BYTES = 4 * 1024 ** 2
/** And less than a second, even with the whole index of an hour. */
const DESCRIPTION_CPU_SECONDS = 12
const DESCRIPTION_LIMIT_MS = 2 * 60_000
/** How often it is asked whether there has been enough. */
const LINES_BETWEEN = 1_000

/**
 * Reads what a file says about itself, then the times of its packets, because headers lie: of all of them; of those
 * that a table of contents lists, where it vouches for the middle; or of the two ends, where moreover nothing is to be
 * copied. `address` is a local file or the worker's own reader. Rejects when ffprobe cannot be run or is stopped from outside, takes too long, or
 * `signal` aborts; a file that cannot be read, or only by taking more of the machine than a lesson may, is a refusal.
 */
export async function probe(
  tool: ProbeTool,
  address: string,
  options: ProbeOptions,
): Promise<ProbeReport | ProbeRefusal> {
  const guarded = (source: string) => ['-hide_banner', '-v', 'error', ...inputArgs(options, source)]
  let json = ''
  const described = await readLines(
    tool,
    [...guarded(address), '-of', 'json', '-show_entries', entries, address],
    (line) => {
      json += line
    },
    options.signal,
    {
      maxBytes: DESCRIPTION_BYTES,
      cpuSeconds: DESCRIPTION_CPU_SECONDS,
      timeLimitMs: DESCRIPTION_LIMIT_MS,
    },
  )
  const beyond = refusalBeyond(described, options)
  if (beyond) return beyond
  const foreign = parse(json)
  if (!foreign || foreign.streams.length === 0) return refusalFrom(described.complaints)
  const readTimes = (interval: readonly string[], source = address) =>
    readPackets(tool, [...guarded(source), ...interval], source, foreign, options)
  const listed = listedPicture(foreign)
  if (listed !== undefined) {
    const { durationMs, copyable } = listed
    const read = !copyable
      ? await readTimes(['-read_intervals', endsOf(durationMs)])
      : options.outline === undefined
        ? undefined
        : // The table alone tells the times; there is nothing to parse in a hole.
          await readTimes(['-fflags', 'noparse'], options.outline)
    if (read && 'refused' in read) return read.refused
    const report = read && reportOf(foreign, read.packets, copyable)
    if (report?.video && Math.abs(report.video.endMs - report.video.startMs - durationMs) < END_TOLERANCE_MS)
      return report
  }
  const all = await readTimes([])
  return 'refused' in all ? all.refused : reportOf(foreign, all.packets, true)
}

/** The times of the packets that `interval` in the arguments leaves, bounded by what a lesson may have of them. */
async function readPackets(
  tool: ProbeTool,
  args: readonly string[],
  address: string,
  { streams }: Foreign,
  options: ProbeOptions,
): Promise<{ packets: Packets } | { refused: ProbeRefusal }> {
  const packets = createPacketReader()
  const heardOrSeen = streams.filter(({ codec_type }) => /^(video|audio)$/.test(codec_type ?? ''))
  let counted = 0
  let enough: 'too-many-frames' | 'too-long' | undefined
  const shown = [
    '-show_entries',
    'packet=stream_index,pts_time,dts_time,duration_time,pos,flags',
    '-of',
    'csv=p=0',
  ]
  const read = await readLines(
    tool,
    [...args, ...shown, address],
    (line) => {
      counted += 1
      packets.line(line)
      if (counted > options.maxFrames) enough = 'too-many-frames'
      // A list of edits can repeat a few pictures for days: nobody waits for its end.
      else if (
        counted % LINES_BETWEEN === 0 &&
        heardOrSeen.some(({ index }) => packets.spanMs(index) > options.maxDurationMs)
      )
        enough = 'too-long'
      return enough && 'enough'
    },
    options.signal,
  )
  if (enough) return { refused: { readable: false, why: enough } }
  const refused = refusalBeyond(read, options)
  return refused ? { refused } : { packets }
}

type Packets = ReturnType<typeof createPacketReader>

/** Shorter files are read whole in no time. */
const SHORT_MS = 30_000
const END_MS = 8_000
const END_TOLERANCE_MS = 1_000

/** The picture by a table of contents that can be trusted once its end was seen; undefined where there is none. */
function listedPicture({
  format,
  streams,
}: Foreign): { readonly durationMs: number; readonly copyable: boolean } | undefined {
  if (!isTabled({ format })) return undefined
  const video = streams.find((stream) => isPicture(stream))
  const durationMs = Number(video?.duration ?? 0) * 1_000
  // A file in fragments has no table; its header may say anything.
  if (!video || !(durationMs > SHORT_MS) || !(Number(video.nb_frames) > 0)) return undefined
  return { durationMs, copyable: mayBeCopied(headerTrack(video)) }
}

/** Other containers wrap each packet, and tell where the wrapping begins. */
const isTabled = ({ format }: Pick<Foreign, 'format'>): boolean =>
  format.format_name?.startsWith('mov') === true

const endsOf = (durationMs: number): string =>
  `%+${END_MS / 1_000},${((durationMs - END_MS) / 1_000).toFixed(3)}%`

function reportOf(foreign: Foreign, packets: Packets, all: boolean): ProbeReport {
  const bytesAreOwn = isTabled(foreign)
  const video = foreign.streams
    .map((stream) => videoTrack(stream, packets.times(stream.index), all, bytesAreOwn))
    .find((track) => track !== undefined)
  const sounds = foreign.streams.filter(({ codec_type }) => codec_type === 'audio')
  const candidates = sounds.flatMap((stream) => soundTrack(stream, packets.times(stream.index)) ?? [])
  const clipMs = video ? video.endMs - video.startMs : 0
  const sound = pickSoundTrack(candidates, clipMs)
  const heard = sounds.filter(({ index }) => packets.times(index) !== undefined)
  return {
    readable: true,
    container: foreign.format.format_name ?? '',
    sizeBytes: Number(foreign.format.size ?? 0),
    streamCount: foreign.format.nb_streams,
    video,
    sound,
    lostSound:
      sound || heard.length === 0
        ? undefined
        : heard.some(({ codec_name }) => codec_name)
          ? 'unsupported'
          : 'unknown',
  }
}

const isPicture = (stream: Stream): boolean =>
  stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1

function headerTrack(stream: Stream) {
  const matrix = stream.side_data_list?.find((data) => data.side_data_type === 'Display Matrix')
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    profile: stream.profile === undefined ? undefined : String(stream.profile),
    level: stream.level,
    pixelFormat: stream.pix_fmt,
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    pixelAspect: ratio(stream.sample_aspect_ratio),
    orientation: orientationOf(matrix?.displaymatrix),
    turned: matrix !== undefined,
    dolbyVisionAlone: isDolbyVisionAlone(stream.side_data_list),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    colour: {
      range: stream.color_range,
      matrix: stream.color_space,
      transfer: stream.color_transfer,
      primaries: stream.color_primaries,
    },
  }
}

function videoTrack(
  stream: Stream,
  times: TrackTimes | undefined,
  all: boolean,
  bytesAreOwn: boolean,
): VideoTrack | undefined {
  if (!isPicture(stream) || !times) return undefined
  const listed = Number(stream.nb_frames ?? 0)
  return {
    ...headerTrack(stream),
    frames: all ? times.packets : listed,
    missingFrames: all ? Math.max(0, listed - times.packets - times.hiddenPackets) : 0,
    frameMs: times.frameMs,
    startMs: times.startMs,
    endMs: times.endMs,
    packets: all
      ? {
          keyframesMs: times.keyframesMs,
          keyframeBytes: bytesAreOwn ? times.keyframeBytes : undefined,
          longestGapMs: times.longestGapMs,
          inOrder: times.inOrder,
          closed: times.closed,
        }
      : undefined,
  }
}

const headerSound = (stream: Stream) => ({
  index: stream.index,
  codec: stream.codec_name ?? 'unknown',
  profile: stream.profile === undefined ? undefined : String(stream.profile),
  isDefault: stream.disposition?.default === 1,
  channels: stream.channels ?? 1,
})

function soundTrack(stream: Stream, times: TrackTimes | undefined): SoundTrack | undefined {
  if (!times || !stream.codec_name || !soundCodecs.includes(stream.codec_name)) return undefined
  return { ...headerSound(stream), startMs: times.startMs, endMs: times.endMs }
}

/** `64:45`; anything odd is square. */
function ratio(text: string | undefined): number {
  const [wide = 0, high = 0] = (text ?? '').split(':').map(Number)
  return wide > 0 && high > 0 ? wide / high : 1
}

function parse(json: string): Foreign | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return Foreign.Check(value) ? value : undefined
  } catch {
    return undefined
  }
}
