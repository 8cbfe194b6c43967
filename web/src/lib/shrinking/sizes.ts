/** How large the picture is to be: some 480 lines, some 720, or as it was filmed. */
export const sizeChoices = ['small', 'clear', 'original'] as const
export type SizeChoice = (typeof sizeChoices)[number]

/** What a video is, as far as it matters for making it smaller. */
export type MediaFacts = {
  readonly durationSeconds: number
  /** Upright, in px; 0 where there is no picture. */
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly hasSound: boolean
  readonly sizeBytes: number
}

export type Trim = { readonly fromSeconds: number; readonly toSeconds: number }

export type Target = {
  readonly width: number
  readonly height: number
  readonly videoBitsPerSecond: number
  readonly audioBitsPerSecond: number
}

const lines = { small: 480, clear: 720 } as const
/**
 * Bits for each pixel of each picture: what a phone's encoder needs for a room that hardly moves and a hand that is
 * not still. 480 lines of 16:9 at 30 pictures come to 0.86 Mbit/s, 720 to 1.9.
 */
const BITS_PER_PIXEL = 0.07
const AUDIO_BITS_PER_SECOND = 64_000
/** A container's own words, for each second. */
const OVERHEAD_BITS_PER_SECOND = 6_000
/** Faster than this nobody needs to see a lesson, and a phone's slow motion would fill the line. */
const FRAMES_PER_SECOND_AT_MOST = 30

/** What a choice makes of a video; undefined where it stays as it was filmed, or would not become smaller. */
export function targetOf(facts: MediaFacts, choice: SizeChoice): Target | undefined {
  if (choice === 'original' || facts.width === 0) return undefined
  const short = Math.min(facts.width, facts.height)
  // As small already: two names for the same picture would be a riddle.
  if (choice === 'clear' && short <= lines.small) return undefined
  const scale = Math.min(1, lines[choice] / short)
  const width = even(facts.width * scale)
  const height = even(facts.height * scale)
  const frames = Math.min(FRAMES_PER_SECOND_AT_MOST, facts.framesPerSecond || FRAMES_PER_SECOND_AT_MOST)
  const target = {
    width,
    height,
    videoBitsPerSecond: Math.round(width * height * frames * BITS_PER_PIXEL),
    audioBitsPerSecond: facts.hasSound ? AUDIO_BITS_PER_SECOND : 0,
  }
  const now = (facts.sizeBytes * 8) / Math.max(1, facts.durationSeconds)
  return bitsPerSecond(target) < now * 0.9 ? target : undefined
}

/** How many bytes will be sent, about; what was cut off is not. */
export function estimateBytes(
  facts: MediaFacts,
  choice: SizeChoice,
  { fromSeconds, toSeconds }: Trim,
): number {
  const seconds = Math.max(0, toSeconds - fromSeconds)
  const target = targetOf(facts, choice)
  return target === undefined
    ? Math.round((facts.sizeBytes * seconds) / Math.max(seconds, facts.durationSeconds, 0.001))
    : Math.round((bitsPerSecond(target) * seconds) / 8)
}

const bitsPerSecond = ({ videoBitsPerSecond, audioBitsPerSecond }: Target): number =>
  videoBitsPerSecond + audioBitsPerSecond + OVERHEAD_BITS_PER_SECOND

/** Encoders take pictures in 4:2:0, whose sides are even. */
const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2)
