import { type NotCopied, soundMayBeCopied, whyNotCopied } from './copyable.ts'
import { evenRate, type FrameRate } from './frame-rate.ts'
import type { AcceptedMedia } from './judge.ts'
import { isQuarterTurned, type Orientation } from './orientation.ts'
import type { VideoTrack } from './probe-report.ts'

/** One size a clip is shown in. Both sides are even and stand upright. */
export interface Rung {
  /** After the short side: `720p`. Part of file names. */
  readonly name: string
  readonly width: number
  readonly height: number
}

/** How to get from the file's colours to those every screen shows. */
export type ColourPath =
  | {
      readonly from: 'sdr'
      readonly matrix: 'bt601' | 'bt709' | 'bt2020'
      /** From black at 0 to white at 255, as in photographs, and not from 16 to 235. */
      readonly fullRange: boolean
    }
  /** Hybrid log-gamma: looks right where it is taken for a wide SDR. */
  | { readonly from: 'hlg' }
  /** Perceptual quantizer: needs real tone mapping. */
  | { readonly from: 'pq' }

/** What has to be known of the pictures to encode any stretch of them. */
export interface PicturePlan {
  readonly videoIndex: number
  readonly rate: FrameRate
  readonly deinterlace: boolean
  readonly colour: ColourPath
  readonly orientation: Orientation
  /** From the clip's start to the end of the last picture. */
  readonly durationMs: number
  /** The longest time that one picture stands, as far as it is known. */
  readonly longestGapMs: number
  /**
   * Where segments after the first begin, on the clip's clock, where the top is copied: at keyframes of its own. The
   * others are cut at the same instants, or a player that changes between them would miss what lies between. Absent
   * where all are encoded: they are cut at even distances.
   */
  readonly cutsMs?: readonly number[] | undefined
}

export interface SoundPlan {
  readonly index: number
  readonly channels: 1 | 2
  /** Handed on as it is. */
  readonly copied: boolean
}

export interface MediaPlan {
  readonly picture: PicturePlan
  readonly sound: SoundPlan | undefined
  /** Of the whole clip. */
  readonly durationMs: number
  /** What makes the clip watchable: its own pictures as they are, or the smallest rendition that is good to watch. */
  readonly first: Rung & {
    readonly copied: boolean
    /** Made so much smaller that nobody sees whether it was decoded and scaled with all care. */
    readonly roughly: boolean
  }
  /** The rest of the ladder, largest first: each is scaled from the one before. */
  readonly later: readonly Rung[]
  /** When the first picture is shown, on the clip's clock. */
  readonly firstPictureMs: number
  readonly notCopied: NotCopied | undefined
  readonly damaged: boolean
}

const standardSides = [1080, 720, 480, 240, 144]
/** A rung hardly smaller than the one above costs work and helps nobody. */
const NEXT_AT_MOST = 0.8
/** What comes first has to be made many times faster than it is watched. */
const FIRST_SIDE_AT_MOST = 288
/**
 * At a third of the size the edges of blocks may stay as the decoder finds them, and each pixel may be the mean of what it
 * covers: of HEVC the first rendition takes a tenth less time. SSIM to the original stays within 0.001; of real clips the
 * encoder then makes files within a tenth of the careful ones, of a very noisy one some larger by a seventh.
 */
const ROUGH_FROM = 3
/** Cameras that stop for longer write no table of contents that can be trusted. */
const UNKNOWN_GAP_MS = 1_000

/** Decides everything about the renditions of an accepted file; runs nothing. */
export function planMedia(media: AcceptedMedia, limits: { readonly copyMaxKbit: number }): MediaPlan {
  const { video, sound, durationMs } = media
  const startMs = Math.min(video.startMs, sound?.startMs ?? video.startMs)
  const notCopied = whyNotCopied(media, limits.copyMaxKbit)
  const rungs = ladder(displaySize(video))
  const first =
    notCopied === undefined
      ? { ...rungs[0], width: video.width, height: video.height }
      : (rungs.find(({ width, height }) => Math.min(width, height) <= FIRST_SIDE_AT_MOST) ??
        rungs.at(-1) ??
        rungs[0])
  return {
    picture: {
      videoIndex: video.index,
      rate: evenRate(video.frameMs),
      deinterlace: video.interlaced,
      colour: colourPath(video),
      orientation: video.orientation,
      durationMs: Math.round(video.endMs - startMs),
      longestGapMs: video.packets?.longestGapMs ?? UNKNOWN_GAP_MS,
    },
    sound: sound && {
      index: sound.index,
      channels: sound.channels > 1 ? 2 : 1,
      // Beside encoded pictures it is encoded as well: gaps in it are filled on the way.
      copied: notCopied === undefined && soundMayBeCopied(sound),
    },
    durationMs,
    first: {
      ...first,
      copied: notCopied === undefined,
      roughly:
        notCopied !== undefined &&
        ['h264', 'hevc'].includes(video.codec) &&
        Math.min(video.width, video.height) >= ROUGH_FROM * Math.min(first.width, first.height),
    },
    later: rungs.filter(({ name }) => name !== first.name),
    firstPictureMs: video.startMs - startMs,
    notCopied,
    damaged: media.damaged,
  }
}

/** As a player shows it: square pixels, upright. */
function displaySize({ width, height, pixelAspect, orientation }: VideoTrack): {
  width: number
  height: number
} {
  const wide = Math.round(width * pixelAspect)
  return isQuarterTurned(orientation) ? { width: height, height: wide } : { width: wide, height }
}

function ladder({ width, height }: { width: number; height: number }): [Rung, ...Rung[]] {
  const short = Math.min(width, height)
  const rungOf = (side: number): Rung => ({
    name: `${even(side)}p`,
    // Each from the whole size: going from rung to rung the proportions would drift.
    width: even((width * side) / short),
    height: even((height * side) / short),
  })
  const top = Math.min(short, standardSides[0] ?? short)
  const rungs: [Rung, ...Rung[]] = [rungOf(top)]
  let lowest = top
  for (const side of standardSides) {
    if (side > lowest * NEXT_AT_MOST) continue
    rungs.push(rungOf(side))
    lowest = side
  }
  return rungs
}

/** 4:2:0 pictures have even sides. Down, so that nothing is made larger. */
const even = (length: number): number => Math.max(2, Math.floor(Math.round(length) / 2) * 2)

function colourPath({ colour, pixelFormat, width, height }: VideoTrack): ColourPath {
  const { transfer, matrix } = colour
  if (transfer === 'smpte2084') return { from: 'pq' }
  if (transfer === 'arib-std-b67') return { from: 'hlg' }
  const sdr = (from: 'bt601' | 'bt709' | 'bt2020'): ColourPath => ({
    from: 'sdr',
    matrix: from,
    fullRange: colour.range === 'pc' || (pixelFormat ?? '').startsWith('yuvj'),
  })
  if (matrix === 'bt709') return sdr('bt709')
  if (matrix?.startsWith('bt2020')) return sdr('bt2020')
  if (matrix === 'smpte170m' || matrix === 'bt470bg') return sdr('bt601')
  // Untagged: by convention the small ones are of television's first colours.
  return sdr(Math.min(width, height) > 576 ? 'bt709' : 'bt601')
}
