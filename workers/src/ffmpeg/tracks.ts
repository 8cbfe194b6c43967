import { soundCodecs } from './accepted-input.ts'
import { type Description, isPicture, isTabled, type Stream } from './description.ts'
import { isDolbyVisionAlone } from './dolby-vision.ts'
import { orientationOf } from './orientation.ts'
import type { PacketReader, TrackTimes } from './packet-times.ts'
import { pickSoundTrack } from './pick-sound-track.ts'
import type { ProbeReport, SoundTrack, VideoTrack } from './probe-report.ts'

/** The report on a file, from what it says about itself and the times of its packets; `all`: all of them are known. */
export function reportOf(
  description: Description,
  packets: Pick<PacketReader, 'times'>,
  all: boolean,
): ProbeReport {
  const bytesAreOwn = isTabled(description)
  const video = description.streams
    .map((stream) => videoTrack(stream, packets.times(stream.index), all, bytesAreOwn))
    .find((track) => track !== undefined)
  const sounds = description.streams.filter(({ codec_type }) => codec_type === 'audio')
  const candidates = sounds.flatMap((stream) => soundTrack(stream, packets.times(stream.index)) ?? [])
  const clipMs = video ? video.endMs - video.startMs : 0
  const sound = pickSoundTrack(candidates, clipMs)
  const heard = sounds.filter(({ index }) => packets.times(index) !== undefined)
  return {
    readable: true,
    container: description.format.format_name ?? '',
    sizeBytes: Number(description.format.size ?? 0),
    streamCount: description.format.nb_streams,
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

/** What is known of a picture without the times of its packets. */
export function headerTrack(stream: Stream) {
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
