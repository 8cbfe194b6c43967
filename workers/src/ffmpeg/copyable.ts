import type { SoundTrack, VideoTrack } from './probe-report.ts'

type Described = Omit<VideoTrack, 'frames' | 'missingFrames' | 'frameMs' | 'startMs' | 'endMs' | 'packets'>
type DescribedSound = Omit<SoundTrack, 'startMs' | 'endMs'>

const profiles = ['Baseline', 'Constrained Baseline', 'Main', 'High']
/** 5.1 is 4K at 30 pictures a second; what is above only the newest devices decode. */
const LEVEL_AT_MOST = 51
/** The largest rung there is: a larger one would be a burden for phones and lines alike. */
const SHORT_SIDE_AT_MOST = 1088

/** Whether a header speaks for showing these pictures as they are; the packets have the last word. */
export function mayBeCopied(video: Described): boolean {
  const { colour } = video
  return (
    video.codec === 'h264' &&
    profiles.includes(video.profile ?? '') &&
    (video.level ?? 99) <= LEVEL_AT_MOST &&
    video.pixelFormat === 'yuv420p' &&
    colour.range !== 'pc' &&
    !['smpte2084', 'arib-std-b67'].includes(colour.transfer ?? '') &&
    !(colour.matrix ?? '').startsWith('bt2020') &&
    !video.interlaced &&
    !video.turned &&
    video.pixelAspect === 1 &&
    video.width % 2 === 0 &&
    video.height % 2 === 0 &&
    Math.min(video.width, video.height) <= SHORT_SIDE_AT_MOST
  )
}

/** Whether sound can be handed on as it is. */
export const soundMayBeCopied = (sound: DescribedSound): boolean =>
  sound.codec === 'aac' && sound.profile === 'LC' && sound.channels <= 2

/** Why a stream whose header speaks for it is not copied all the same. */
export type NotCopied =
  | 'header'
  | 'container'
  | 'rate-too-high'
  | 'too-many-pictures'
  | 'starts-late'
  | 'keyframes-too-sparse'
  | 'open-groups'
  | 'holes'
  | 'times-out-of-order'

/** Segments begin at keyframes: sparser ones make segments that no thin line can wait for. */
const KEYFRAME_GAP_AT_MOST_MS = 6_100
const START_AT_MOST_MS = 100
const GAP_AT_MOST_MS = 1_000
const FRAME_AT_LEAST_MS = 1_000 / 61

/** Whether the pictures of a file may be shown as they are, as HLS: undefined where they may. */
export function whyNotCopied(
  media: {
    readonly container: string
    readonly video: VideoTrack
    readonly sound: SoundTrack | undefined
    readonly sizeBytes: number
    readonly durationMs: number
  },
  maxKbit: number,
): NotCopied | undefined {
  const { video, sound } = media
  if (!mayBeCopied(video)) return 'header'
  // Others carry H.264 in another dress, or have times that were made up.
  if (!/^(mov|matroska)/.test(media.container)) return 'container'
  if ((media.sizeBytes * 8) / media.durationMs > maxKbit) return 'rate-too-high'
  if (video.frameMs < FRAME_AT_LEAST_MS) return 'too-many-pictures'
  const { packets } = video
  const [first] = packets?.keyframesMs ?? []
  if (!packets || first === undefined) return 'keyframes-too-sparse'
  if (!packets.inOrder) return 'times-out-of-order'
  // Whoever changes to it would miss the pictures that need the group before.
  if (!packets.closed) return 'open-groups'
  const clipStartMs = Math.min(video.startMs, sound?.startMs ?? video.startMs)
  // The first picture has to need no other, and to be there from the start.
  if (first > video.startMs || video.startMs - clipStartMs > START_AT_MOST_MS) return 'starts-late'
  if (packets.longestGapMs > GAP_AT_MOST_MS) return 'holes'
  const edges = [...packets.keyframesMs, video.endMs]
  const sparse = edges.some((atMs, i) => i > 0 && atMs - (edges[i - 1] ?? 0) > KEYFRAME_GAP_AT_MOST_MS)
  return sparse ? 'keyframes-too-sparse' : undefined
}
