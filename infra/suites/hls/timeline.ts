import type { Fragment } from './fragments.ts'
import type { Segment, Track } from './ladder.ts'

export type SegmentTime = {
  readonly segment: Segment
  /** Sum of the EXTINF before it. */
  readonly listedSeconds: number
  /** Where its samples lie on the track's own clock, edits taken off; NaN where no sample says. */
  readonly decodeStart: number
  readonly decodeEnd: number
  readonly shownStart: number
  readonly shownEnd: number
}

/** When each segment of a track plays: as the playlist says, and as its samples say. */
export function segmentTimes(track: Track): readonly SegmentTime[] {
  let listedSeconds = 0
  return track.segments.map((segment) => {
    const time = { segment, listedSeconds, ...measured(track, segment.fragments) }
    listedSeconds += segment.seconds
    return time
  })
}

function measured({ init }: Track, fragments: readonly Fragment[]) {
  const scale = init?.timescale || Number.NaN
  const edit = init?.editStart ?? 0
  let [decodeStart, decodeEnd] = [Number.NaN, Number.NaN]
  let [shownStart, shownEnd] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { decodeTime, samples } of fragments) {
    let at = decodeTime ?? Number.NaN
    if (Number.isNaN(decodeStart)) decodeStart = (at - edit) / scale
    for (const { duration, compositionOffset } of samples) {
      const shown = (at + compositionOffset - edit) / scale
      shownStart = Math.min(shownStart, shown)
      shownEnd = Math.max(shownEnd, shown + duration / scale)
      at += duration
    }
    decodeEnd = (at - edit) / scale
  }
  return { decodeStart, decodeEnd, shownStart, shownEnd }
}

/** When each picture of a track is shown, in the order of showing: decode time and composition offset, edits taken off. */
export function shownSeconds({ init, segments }: Track): readonly number[] {
  const scale = init?.timescale || Number.NaN
  const shown: number[] = []
  for (const { decodeTime = Number.NaN, samples } of segments.flatMap(({ fragments }) => fragments)) {
    let at = decodeTime - (init?.editStart ?? 0)
    for (const { duration, compositionOffset } of samples) {
      shown.push((at + compositionOffset) / scale)
      at += duration
    }
  }
  return shown.toSorted((a, b) => a - b)
}

/** The longest that one sample of a track is shown, in seconds: what "within a frame" means there. */
export function frameSeconds({ init, segments }: Track): number {
  const durations = segments.flatMap(({ fragments }) =>
    fragments.flatMap(({ samples }) => samples.map(({ duration }) => duration)),
  )
  // The last sample may be drawn out to the end of the sound; it is no measure for the others.
  const longest = durations.slice(0, -1).reduce((most, each) => Math.max(most, each), durations[0] ?? 0)
  return longest / (init?.timescale || Number.NaN)
}

export const listedSeconds = ({ segments }: Track): number =>
  segments.reduce((sum, { seconds }) => sum + seconds, 0)
