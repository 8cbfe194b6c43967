import type { RejectReason } from '@cuepoint/domain'
import { videoCodecs } from './accepted-input.ts'
import {
  durationMs,
  type ProbeRefusal,
  type ProbeReport,
  type SoundTrack,
  type VideoTrack,
} from './probe-report.ts'

export interface MediaLimits {
  readonly maxDurationMs: number
  readonly maxSizeBytes: number
  /** Width times height of one picture. */
  readonly maxPixels: number
  readonly maxStreams: number
  /** Pictures and pieces of sound, all tracks together. */
  readonly maxFrames: number
  readonly maxFramesPerSecond: number
}

/** What the plan may count on. */
export interface AcceptedMedia {
  readonly container: string
  readonly sizeBytes: number
  readonly video: VideoTrack
  readonly sound: SoundTrack | undefined
  readonly durationMs: number
  /** Part of what its table of contents lists is not there. */
  readonly damaged: boolean
}

export type Verdict =
  | { readonly accepted: true; readonly media: AcceptedMedia }
  | { readonly accepted: false; readonly reason: RejectReason }

/** A camera that is switched off in the middle loses a few pictures, and nobody minds. */
const MISSING_AT_MOST_MS = 500

/** Whether this is a lesson video we can show, or the one reason that tells its owner what to do. */
export function judge(probed: ProbeReport | ProbeRefusal, limits: MediaLimits): Verdict {
  const reason = probed.readable ? reasonAgainst(probed, limits) : probed.why
  if (reason !== undefined) return { accepted: false, reason }
  if (!probed.readable || !probed.video) return { accepted: false, reason: 'no-video-track' }
  return {
    accepted: true,
    media: {
      container: probed.container,
      sizeBytes: probed.sizeBytes,
      video: probed.video,
      sound: probed.sound,
      durationMs: Math.round(durationMs(probed)),
      // Shown, and said: the first minutes alone would hide from her that the rest was lost on the way.
      damaged: probed.video.missingFrames * probed.video.frameMs > MISSING_AT_MOST_MS,
    },
  }
}

function reasonAgainst(report: ProbeReport, limits: MediaLimits): RejectReason | undefined {
  const { video } = report
  if (report.sizeBytes > limits.maxSizeBytes) return 'too-large'
  if (report.streamCount > limits.maxStreams) return 'too-many-streams'
  if (!video) return 'no-video-track'
  if (!videoCodecs.includes(video.codec) || video.dolbyVisionAlone) return 'unsupported-codec'
  // Announced, but not one picture of it could be made out.
  if (video.pixelFormat === undefined || video.width < 2 || video.height < 2) return 'damaged'
  if (video.width * video.height > limits.maxPixels) return 'too-many-pixels'
  // A single picture is a photograph.
  if (video.frames < 2) return 'too-short'
  if (durationMs(report) > limits.maxDurationMs) return 'too-long'
  if (video.frames > limits.maxFrames || framesPerSecond(video) > limits.maxFramesPerSecond)
    return 'too-many-frames'
  // Showing her lesson without its sound and saying nothing would be worse than asking for another file.
  if (report.lostSound === 'unknown') return 'damaged'
  if (report.lostSound === 'unsupported') return 'unsupported-codec'
  return undefined
}

/** Counted over the whole track: neighbours that stand close together now and then cost nothing. */
function framesPerSecond({ frames, startMs, endMs }: VideoTrack): number {
  // A second at least, or a burst of a few pictures would look fast.
  return frames / Math.max(1, (endMs - startMs) / 1_000)
}
