import { type Ladder, pictureTracks, tracksOf } from './ladder.ts'
import { targetSeconds } from './playlist-rules.ts'
import type { Rule } from './rule.ts'
import { frameSeconds, listedSeconds, segmentTimes } from './timeline.ts'

/** Between renditions: what makes a change from one to the other invisible (RFC 8216, 6.2.4). */
export const ladderRules: readonly Rule[] = [
  {
    section: '6.2.4',
    says: 'all playlists have the same target duration',
    find: (ladder) => {
      const targets = tracksOf(ladder).map((track) => `${track.uri} ${targetSeconds(track)}`)
      return new Set(tracksOf(ladder).map(targetSeconds)).size > 1 ? [targets.join(', ')] : []
    },
  },
  {
    section: '6.2.4',
    says: 'the first segments of all playlists begin at the same media time',
    find: (ladder) => {
      const starts = tracksOf(ladder).map((track) => ({
        uri: track.uri,
        at: segmentTimes(track)[0]?.shownStart ?? Number.NaN,
        frame: frameSeconds(track),
      }))
      const [first] = starts
      return starts
        .filter(({ at, frame }) => !(Math.abs(at - (first?.at ?? 0)) <= Math.max(frame, first?.frame ?? 0)))
        .map(
          ({ uri, at }) => `${uri} begins at ${at.toFixed(4)} s, ${first?.uri} at ${first?.at.toFixed(4)} s`,
        )
    },
  },
  {
    section: '6.2.4',
    says: 'what one rendition has beyond another is no longer than the target duration',
    find: (ladder) => {
      const lengths = tracksOf(ladder).map(listedSeconds)
      const target = Math.max(...tracksOf(ladder).map(targetSeconds))
      return Math.max(...lengths) - Math.min(...lengths) > target
        ? [`they last from ${Math.min(...lengths)} to ${Math.max(...lengths)} s`]
        : []
    },
  },
  {
    section: '6.2.4',
    says: 'renditions that were encoded together have their segments at the same instants; at most the first of the ladder was copied and has others',
    find: (ladder) => {
      const byWidth = [...pictureTracks(ladder)].sort((a, b) => (b.init?.width ?? 0) - (a.init?.width ?? 0))
      const [lowest] = byWidth.slice(-1)
      if (!lowest) return []
      return byWidth.slice(1).flatMap((track) => misalignment(track, lowest))
    },
  },
  {
    section: '6.2.4',
    says: 'pictures of matching content have matching timestamps: all renditions show for as long, to a frame',
    find: (ladder) => {
      const ends = pictureTracks(ladder).map((track) => ({
        uri: track.uri,
        at: Math.max(...segmentTimes(track).map(({ shownEnd }) => shownEnd)),
        frame: frameSeconds(track),
      }))
      const [first] = ends
      return ends
        .filter(
          ({ at, frame }) => !(Math.abs(at - (first?.at ?? 0)) <= 2 * Math.max(frame, first?.frame ?? 0)),
        )
        .map(({ uri, at }) => `${uri} ends at ${at.toFixed(3)} s, ${first?.uri} at ${first?.at.toFixed(3)} s`)
    },
  },
]

function misalignment(
  track: Parameters<typeof segmentTimes>[0],
  other: Parameters<typeof segmentTimes>[0],
): readonly string[] {
  const [mine, theirs] = [segmentTimes(track), segmentTimes(other)]
  if (mine.length !== theirs.length)
    return [`${track.uri} has ${mine.length} segments, ${other.uri} ${theirs.length}`]
  const frame = frameSeconds(other)
  return mine.flatMap(({ segment, shownStart }, i) =>
    Math.abs(shownStart - (theirs[i]?.shownStart ?? Number.NaN)) < frame / 2
      ? []
      : [
          `${track.uri}: ${segment.uri} begins at ${shownStart.toFixed(4)} s, ${other.uri} at ${theirs[i]?.shownStart.toFixed(4)} s`,
        ],
  )
}

export const isAligned = (ladder: Ladder): boolean => {
  const [top, ...others] = pictureTracks(ladder)
  return top === undefined || others.every((each) => misalignment(top, each).length === 0)
}
