import type { Orientation } from './orientation.ts'

/** What a file turned out to be, in our own words. Times are milliseconds on the file's own clock. */
export interface ProbeReport {
  readonly readable: true
  /** One of ffprobe's names for the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string
  readonly sizeBytes: number
  readonly streamCount: number
  /** The picture we would show; absent when there is none. */
  readonly video: VideoTrack | undefined
  /** The sound we would keep; absent in silent files. */
  readonly sound: SoundTrack | undefined
  /** There is sound, but none that can be decoded: `unknown` when not even its kind can be told. */
  readonly lostSound: 'unknown' | 'unsupported' | undefined
}

/** The file could not be read at all, and why as far as can be told. */
export interface ProbeRefusal {
  readonly readable: false
  readonly why:
    | 'not-a-video'
    | 'no-video-track'
    | 'unsupported-format'
    | 'unsupported-codec'
    | 'too-many-pixels'
    | 'too-many-streams'
    | 'too-many-frames'
    | 'too-long'
    | 'damaged'
}

export interface VideoTrack {
  readonly index: number
  readonly codec: string
  readonly profile: string | undefined
  /** As H.264 writes it: 41 is 4.1. */
  readonly level: number | undefined
  readonly pixelFormat: string | undefined
  /** As stored, before any turn. */
  readonly width: number
  readonly height: number
  /** How wide one stored pixel is shown, against its height. */
  readonly pixelAspect: number
  readonly orientation: Orientation
  /** The header says something of directions: not all players would hear of it. */
  readonly turned: boolean
  readonly interlaced: boolean
  /** Nothing but Dolby Vision could show its colours. */
  readonly dolbyVisionAlone: boolean
  readonly colour: Colour
  readonly frames: number
  /** Pictures that the file's table of contents lists and that are not there: it was cut off. */
  readonly missingFrames: number
  /** The usual distance of two pictures; irregular files have others too. */
  readonly frameMs: number
  readonly startMs: number
  readonly endMs: number
  /** What only a look at every packet tells; absent where the file's two ends were enough. */
  readonly packets: PacketFacts | undefined
}

export interface PacketFacts {
  /** When the pictures that need no other are shown, in order. */
  readonly keyframesMs: readonly number[]
  /** At which bytes of the file they begin; undefined where that is not told, or is not their own first byte. */
  readonly keyframeBytes: readonly number[] | undefined
  /** The longest time without a new picture. */
  readonly longestGapMs: number
  /** Whether decoding times only ever grow. */
  readonly inOrder: boolean
  /** Whether a decoder may begin at every keyframe and show all from there on. */
  readonly closed: boolean
}

export interface Colour {
  readonly range: string | undefined
  readonly matrix: string | undefined
  readonly transfer: string | undefined
  readonly primaries: string | undefined
}

export interface SoundTrack {
  readonly index: number
  readonly codec: string
  readonly profile: string | undefined
  /** What the file itself would play. */
  readonly isDefault: boolean
  readonly channels: number
  readonly startMs: number
  readonly endMs: number
}

/** From the first thing seen or heard to the last; a header is not believed. */
export function durationMs({ video, sound }: Pick<ProbeReport, 'video' | 'sound'>): number {
  const tracks = [video, sound].filter((track) => track !== undefined)
  if (tracks.length === 0) return 0
  return Math.max(...tracks.map(({ endMs }) => endMs)) - Math.min(...tracks.map(({ startMs }) => startMs))
}
