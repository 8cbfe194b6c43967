import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type InputLimits, inputArgs, localFile, soundCodecs } from './accepted-input.ts'
import { createPacketReader } from './packet-times.ts'
import type { ProbeRefusal, ProbeReport, SoundTrack, VideoTrack } from './probe-report.ts'
import { type ProbeTool, type Reading, readLines } from './read-lines.ts'
import { FfmpegFault } from './run.ts'

const Text = Type.Optional(Type.String())
const Stream = Type.Object({
  index: Type.Integer(),
  codec_type: Text,
  codec_name: Text,
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
  disposition: Type.Optional(Type.Object({ attached_pic: Type.Optional(Type.Integer()) })),
  side_data_list: Type.Optional(Type.Array(Type.Object({ rotation: Type.Optional(Type.Number()) }))),
  tags: Type.Optional(Type.Object({ rotate: Text })),
})
type Stream = Static<typeof Stream>
const Foreign = Compile(
  Type.Object({
    streams: Type.Array(Stream),
    format: Type.Object({ size: Text, nb_streams: Type.Integer() }),
  }),
)

const entries = [
  'format=size,nb_streams',
  'stream=index,codec_type,codec_name,pix_fmt,width,height,sample_aspect_ratio,field_order,color_range,color_space,color_transfer,color_primaries,channels,nb_frames',
  'stream_disposition=attached_pic',
  'stream_side_data=rotation',
  // The one tag that is read: titles and places stay in the file.
  'stream_tags=rotate',
].join(':')

export interface ProbeOptions extends InputLimits {
  /** Pictures and pieces of sound, all tracks together: no more are counted. */
  readonly maxFrames: number
  readonly maxDurationMs: number
  readonly signal: AbortSignal
}

/** What a file says about itself takes a few kilobytes. */
const DESCRIPTION_BYTES = 4 * 1024 ** 2
/** And less than a second, even with the whole index of an hour. */
const DESCRIPTION_CPU_SECONDS = 12
const DESCRIPTION_LIMIT_MS = 2 * 60_000
/** How often it is asked whether there has been enough. */
const LINES_BETWEEN = 1_000

/**
 * Reads a local file twice: what it says about itself, then every packet's time, because headers lie. Rejects
 * when ffprobe cannot be run or is stopped from outside, takes too long, or `signal` aborts; a file that cannot
 * be read, or only by taking more of the machine than a lesson may, is a refusal.
 */
export async function probe(
  tool: ProbeTool,
  path: string,
  options: ProbeOptions,
): Promise<ProbeReport | ProbeRefusal> {
  const guarded = ['-hide_banner', '-v', 'error', ...inputArgs(options, localFile(path))]
  let json = ''
  const described = await readLines(
    tool,
    [...guarded, '-of', 'json', '-show_entries', entries, localFile(path)],
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
  const packets = createPacketReader()
  const heardOrSeen = foreign.streams.filter(({ codec_type }) => /^(video|audio)$/.test(codec_type ?? ''))
  let counted = 0
  let enough: 'too-many-frames' | 'too-long' | undefined
  const read = await readLines(
    tool,
    [
      ...guarded,
      '-show_entries',
      'packet=stream_index,pts_time,dts_time,duration_time,flags',
      '-of',
      'csv=p=0',
      localFile(path),
    ],
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
  if (enough) return { readable: false, why: enough }
  const beyondWhileReading = refusalBeyond(read, options)
  if (beyondWhileReading) return beyondWhileReading
  const video = foreign.streams
    .map((stream) => videoTrack(stream, packets))
    .find((track) => track !== undefined)
  const sounds = foreign.streams.filter(({ codec_type }) => codec_type === 'audio')
  const sound = sounds.map((stream) => soundTrack(stream, packets)).find((track) => track !== undefined)
  const heard = sounds.filter(({ index }) => packets.times(index) !== undefined)
  return {
    readable: true,
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

type Packets = ReturnType<typeof createPacketReader>

function videoTrack(stream: Stream, packets: Packets): VideoTrack | undefined {
  const times = packets.times(stream.index)
  if (stream.codec_type !== 'video' || stream.disposition?.attached_pic === 1 || !times) return undefined
  const rotation =
    stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ??
    Number(stream.tags?.rotate ?? 0)
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    pixelFormat: stream.pix_fmt,
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    pixelAspect: ratio(stream.sample_aspect_ratio),
    quarterTurned: Math.abs(Math.round(rotation / 90)) % 2 === 1,
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    colour: {
      range: stream.color_range,
      matrix: stream.color_space,
      transfer: stream.color_transfer,
      primaries: stream.color_primaries,
    },
    frames: times.packets,
    missingFrames: Math.max(0, Number(stream.nb_frames ?? 0) - times.packets - times.hiddenPackets),
    frameMs: times.frameMs,
    startMs: times.startMs,
    endMs: times.endMs,
  }
}

function soundTrack(stream: Stream, packets: Packets): SoundTrack | undefined {
  const times = packets.times(stream.index)
  if (!times || !stream.codec_name || !soundCodecs.includes(stream.codec_name)) return undefined
  return {
    index: stream.index,
    codec: stream.codec_name,
    channels: stream.channels ?? 1,
    startMs: times.startMs,
    endMs: times.endMs,
  }
}

/** `64:45`; anything odd is square. */
function ratio(text: string | undefined): number {
  const [wide = 0, high = 0] = (text ?? '').split(':').map(Number)
  return wide > 0 && high > 0 ? wide / high : 1
}

function parse(json: string): Static<ReturnType<typeof Foreign.Type>> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return Foreign.Check(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What ffprobe calls the containers of film that we do not take, and those of sound. */
const otherFilm = /^(asf|flv|gif|ogg|mxf|rm|dv|ivf|h264|hevc|nut|swf|wtv|apng)$/
const soundAlone = /^(mp3|wav|flac|aac|aiff|amr|amrnb|amrwb|caf|ac3|eac3|w64|wv|ape)$/

/** A file that was held back by a limit, however much of it could be read before. */
function refusalBeyond(
  { ended, signal, complaints }: Reading,
  { maxPixels }: InputLimits,
): ProbeRefusal | undefined {
  if (ended === 'too-slow') throw new FfmpegFault('too-slow', [])
  // Somebody stopped the tool, which says nothing about the file.
  if (signal === 'SIGKILL' || signal === 'SIGTERM' || signal === 'SIGINT') throw new FfmpegFault('killed', [])
  // Beyond a size of its own ffmpeg says so in other words.
  const [, width = 0, height = 0] = /Picture size (\d+)x(\d+) is invalid/.exec(complaints) ?? []
  if (/max pixel count/.test(complaints) || Number(width) * Number(height) > maxPixels)
    return { readable: false, why: 'too-many-pixels' }
  if (/exceeds max_streams/.test(complaints)) return { readable: false, why: 'too-many-streams' }
  if (ended === 'complaining') return { readable: false, why: 'damaged' }
  // It took more memory or time than any lesson, printed without end, or felled the tool.
  if (signal !== null || ended === 'too-much' || /Cannot allocate memory/.test(complaints))
    return { readable: false, why: 'unsupported-codec' }
  return undefined
}

function refusalFrom(complaints: string): ProbeRefusal {
  if (/Codec \(\S+\) not on whitelist/.test(complaints)) return { readable: false, why: 'unsupported-codec' }
  const refused = /\[(\S+) @ \S+\] Format not on whitelist/.exec(complaints)?.[1]
  if (refused !== undefined && otherFilm.test(refused)) return { readable: false, why: 'unsupported-format' }
  if (refused !== undefined && soundAlone.test(refused)) return { readable: false, why: 'no-video-track' }
  // A container it knew, but whose description is cut off or broken.
  if (/moov atom not found|error reading header|EBML header/i.test(complaints))
    return { readable: false, why: 'damaged' }
  return { readable: false, why: 'not-a-video' }
}
