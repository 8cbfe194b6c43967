import type { Fragment } from './fragments.ts'
import { startsClean } from './h264-units.ts'
import { type Ladder, pictureTracks, type Segment, type Track, tracksOf } from './ladder.ts'
import type { Rule } from './rule.ts'
import { frameSeconds, segmentTimes } from './timeline.ts'

/** A tick of a coarse clock: more than this between two segments is a hole or an overlap. */
const SEAM_SECONDS = 0.002

const inTracks = (find: (track: Track) => readonly string[]) => (ladder: Ladder) =>
  tracksOf(ladder).flatMap((track) => find(track).map((fault) => `${track.uri}: ${fault}`))
const inSegments = (find: (segment: Segment, track: Track) => readonly string[]) =>
  inTracks((track) =>
    track.segments.flatMap((segment) => find(segment, track).map((fault) => `${segment.uri} ${fault}`)),
  )
const inFragments = (find: (fragment: Fragment, track: Track) => string | undefined) =>
  inSegments(({ fragments }, track) => [...new Set(fragments.flatMap((each) => find(each, track) ?? []))])

/** The bytes of headers and segments (RFC 8216, 3.3, with ISO 14496-12). */
export const fragmentRules: readonly Rule[] = [
  {
    section: '3.3',
    says: 'a header has ftyp with a brand of iso6 or later, then moov',
    find: inTracks(({ init }) => {
      if (!init) return ['has no header']
      const late = init.brands.some((brand) =>
        /^(iso[6-9]|iso[a-z]|cmf[c2]|dash|msdh|hlsf|mp42|iso5)$/.test(brand),
      )
      const newEnough = init.brands.some((brand) => /^(iso[6-9]|cmf[c2])$/.test(brand))
      const order = init.boxes.indexOf('ftyp') >= 0 && init.boxes.indexOf('ftyp') < init.boxes.indexOf('moov')
      return [
        ...(late && newEnough ? [] : [`brands are ${init.brands.join(' ') || 'none'}`]),
        ...(order ? [] : [`boxes are ${init.boxes.join(' ')}`]),
      ]
    }),
  },
  {
    section: '3.3',
    says: 'a header describes and holds no samples, and mvex follows the tracks',
    find: inTracks(({ init }) =>
      !init || (init.sampleCount === 0 && init.hasMvexAfterTracks)
        ? []
        : [`${init.sampleCount} samples, mvex ${init.hasMvexAfterTracks ? 'in' : 'not in'} its place`],
    ),
  },
  {
    section: '3.3',
    says: 'every segment holds fragments with samples',
    find: inSegments(({ fragments }) =>
      fragments.some(({ samples }) => samples.length > 0) ? [] : ['has none'],
    ),
  },
  {
    section: '3.3',
    says: 'every traf has a tfdt',
    find: inFragments(({ decodeTime }) => (decodeTime === undefined ? 'has none' : undefined)),
  },
  {
    section: '3.3',
    says: 'addresses are relative to the fragment',
    find: inFragments(({ relative }) => (relative ? undefined : 'has others')),
  },
  {
    section: '3.3',
    says: 'the header has a trak for every traf',
    find: inFragments(({ trackId }, { init }) =>
      init?.trackIds.includes(trackId) ? undefined : `is of track ${trackId}`,
    ),
  },
  {
    section: 'ISO 14496-12, 8.8.8',
    says: 'the samples of a moof lie within the mdat that follows it',
    find: inFragments(({ samplesInPlace }) => (samplesInPlace ? undefined : 'has some outside')),
  },
  {
    section: '4.3.5.1',
    says: 'every segment of pictures begins with a picture that needs no other, and none after it needs one before',
    find: (ladder) =>
      pictureTracks(ladder).flatMap((track) =>
        track.segments.flatMap(({ uri, fragments }) => {
          const samples = fragments.flatMap((fragment) => fragment.samples)
          if (samples[0]?.sync !== true) return [`${track.uri}: ${uri} begins with another`]
          return startsClean(samples, track.init?.nalLengthBytes ?? 0)
            ? []
            : [`${track.uri}: ${uri} reaches back`]
        }),
      ),
  },
  {
    section: '3',
    says: 'timestamps go on from segment to segment without a hole or an overlap',
    find: inTracks((track) =>
      segmentTimes(track).flatMap(({ segment, decodeStart }, i, all) => {
        const end = all[i - 1]?.decodeEnd
        if (end === undefined || Math.abs(decodeStart - end) <= SEAM_SECONDS) return []
        return [
          `${segment.uri} begins at ${decodeStart.toFixed(4)} s, the one before ends at ${end.toFixed(4)} s`,
        ]
      }),
    ),
  },
  {
    section: '3',
    says: 'within a segment fragments follow each other without a hole',
    find: inTracks((track) => track.segments.flatMap((segment) => holesWithin(segment, track))),
  },
  {
    section: '4.3.2.1',
    says: 'segments begin where the durations before them add up to, within a frame',
    find: inTracks((track) => {
      const frame = frameSeconds(track)
      return segmentTimes(track)
        .filter(
          ({ listedSeconds, shownStart }) => !(Math.abs(listedSeconds - shownStart) <= frame + SEAM_SECONDS),
        )
        .map(
          ({ segment, listedSeconds, shownStart }) =>
            `${segment.uri} shows from ${shownStart.toFixed(3)} s, the list says ${listedSeconds.toFixed(3)} s`,
        )
    }),
  },
  {
    section: 'ISO 14496-12, 8.6.6',
    says: 'no edit list moves a rendition: not every player follows one',
    find: inTracks(({ init }) =>
      init && init.editStart !== 0 ? [`takes ${init.editStart} from its start`] : [],
    ),
  },
  {
    section: '6.2.1',
    says: 'whatever a playlist names is there, by an address that answers with media',
    find: (ladder) => tracksOf(ladder).flatMap(answerFaults),
  },
  {
    section: '4',
    says: 'playlists are answered as application/vnd.apple.mpegurl or audio/mpegurl',
    find: (ladder) =>
      [{ uri: 'master', answer: ladder.answer }, ...tracksOf(ladder)]
        .filter(
          ({ answer }) =>
            !/^(application\/vnd\.apple\.mpegurl|audio\/mpegurl)(;|$)/i.test(answer.contentType),
        )
        .map(({ uri, answer }) => `${uri} is answered as ${answer.contentType || 'nothing'}`),
  },
]

function answerFaults({ uri, init, initAnswer, segments, answer }: Track): readonly string[] {
  const sound = init?.kind === 'audio'
  const kinds = sound ? /^(audio|video)\/(mp4|iso\.segment)(;|$)/ : /^video\/(mp4|iso\.segment)(;|$)/
  return [
    ...(answer.status === 200 ? [] : [`${uri} is answered with ${answer.status}`]),
    ...[{ uri: 'its header', answer: initAnswer }, ...segments].flatMap((file) => {
      if (!file.answer) return []
      if (file.answer.status !== 200) return [`${uri}: ${file.uri} is answered with ${file.answer.status}`]
      return kinds.test(file.answer.contentType) ? [] : [`${uri}: ${file.uri} is ${file.answer.contentType}`]
    }),
  ]
}

function holesWithin({ uri, fragments }: Segment, { init }: Track): readonly string[] {
  let end: number | undefined
  for (const { decodeTime = Number.NaN, samples } of fragments) {
    if (end !== undefined && Math.abs(decodeTime - end) > SEAM_SECONDS * (init?.timescale ?? 1))
      return [`${uri} has a hole or an overlap within`]
    end = decodeTime + samples.reduce((sum, { duration }) => sum + duration, 0)
  }
  return []
}
