import type { Bound } from '../../local/figures-runner.ts'
import { type Figure, measured, type Piece, plain, ratio } from './figure.ts'

const told = (piece: Piece, key: string, means: string, bound?: Bound) => ({
  key,
  piece,
  means,
  ...(bound === undefined ? {} : { bound }),
})
const most = (atMost: number): Bound => ({ atMost })

const playable: readonly Figure[] = [
  {
    ...told('playable', 'playableCopyRatio', 'claim to watchable over the length; long H.264', most(0.01)),
    needs: ['copyLong'],
    in: (round) => measured(round, 'copyLong', 'watchable') / measured(round, 'copyLong', 'length'),
  },
  plain(
    told('playable', 'playableEncodeSeconds60', 'claim to watchable; short HEVC'),
    'encodeShort',
    'watchable',
  ),
  plain(
    told('playable', 'playableEncodeSeconds600', 'claim to watchable; long HEVC'),
    'encodeLong',
    'watchable',
  ),
  ratio(
    told('playable', 'playableEncodeGrowth', 'the second of these over the first', most(1.2)),
    'watchable',
    'encodeLong',
    'encodeShort',
  ),
]

const ladder: readonly Figure[] = [
  ratio(
    told(
      'ladder',
      'ladderCpuRatio',
      'the worker over the plain ladder, top copied in both; H.264',
      most(1.05),
    ),
    'cpu',
    'topCopied',
    'plainTopCopied',
  ),
  ratio(
    told('ladder', 'ladderCpuRatioLowFirst', 'the worker over the plain ladder; HEVC', most(1.2)),
    'cpu',
    'lowFirst',
    'plainHevc',
  ),
  ratio(
    told('ladder', 'ladderCpuRatioVariableRate', 'the worker over the plain ladder; WebM of 720 lines'),
    'cpu',
    'variableRate',
    'plainVariableRate',
  ),
  ratio(
    told('ladder', 'ladderCpuRatioWhole', 'the worker over the plain ladder, nothing copied; H.264'),
    'cpu',
    'whole',
    'plain',
  ),
  plain(told('ladder', 'plainCpuSeconds', 'CPU seconds of the plain ladder; H.264'), 'plain', 'cpu'),
]

const over = (key: string, bound: number, what: 'cpu' | 'wall', ours: string, theirs: string): Figure =>
  ratio(told('peers', key, `${what} of ${ours} over ${theirs}; H.264`, most(bound)), what, ours, theirs)

const peers: readonly Figure[] = [
  over('ladderCpuVsPeerTube', 0.82, 'cpu', 'whole', 'peerTube'),
  over('ladderCpuVsPeerTubeTopCopied', 0.45, 'cpu', 'topCopied', 'peerTube'),
  over('ladderCpuVsMediaCms', 0.4, 'cpu', 'whole', 'mediaCms'),
  over('ladderCpuVsPerRendition', 0.75, 'cpu', 'whole', 'perRendition'),
  over('ladderCpuVsPerRenditionTopCopied', 0.5, 'cpu', 'topCopied', 'perRendition'),
  over('ladderWallVsPerRendition', 0.8, 'wall', 'whole', 'perRendition'),
  over('ladderWallVsPerRenditionTopCopied', 0.55, 'wall', 'topCopied', 'perRendition'),
]

const ranges: readonly Figure[] = [
  ratio(
    told('ranges', 'rangesCpuRatio', 'cpu in parts over in one piece; H.264, nothing copied', most(1.05)),
    'cpu',
    'inParts',
    'whole',
  ),
  ratio(
    told(
      'ranges',
      'rangesWallTwoWorkers',
      'wall in parts by two workers over in one piece by one',
      most(1.05),
    ),
    'wall',
    'inPartsByTwo',
    'whole',
  ),
]

const memory: readonly Figure[] = [
  {
    ...told('memory', 'nodePeakMiB', 'most that the worker’s own process held', most(150)),
    of: 'most',
    needs: ['topCopied', 'memoryLong', 'whole'],
    in: (round) =>
      Math.max(...['topCopied', 'memoryLong', 'whole'].map((name) => measured(round, name, 'node'))),
  },
  plain(
    told('memory', 'nodeReadyMiB', 'most that it held before there was any work'),
    'topCopied',
    'nodeReady',
  ),
  {
    ...told('memory', 'nodeGrowthMiB', 'how much more for the long clip than for the short', most(10)),
    needs: ['topCopied', 'memoryLong'],
    in: (round) => measured(round, 'memoryLong', 'node') - measured(round, 'topCopied', 'node'),
  },
  {
    ...plain(
      told('memory', 'ffmpegPeakMiB', 'most that one ffmpeg held; ladder from 1080 lines', most(700)),
      'whole',
      'ffmpeg',
    ),
    of: 'most',
  },
  {
    ...told(
      'memory',
      'minutesLeftError',
      'how far off the told time left was at worst, after the first tenth',
      most(0.15),
    ),
    needs: ['memoryLong', 'whole'],
    in: (round) => Math.max(...['memoryLong', 'whole'].map((name) => measured(round, name, 'leftError'))),
  },
  plain(
    told('memory', 'oneWorkerSeconds600', 'claim to complete, long H.264, one worker'),
    'memoryLong',
    'wall',
  ),
  plain(
    told('memory', 'eightWorkersSeconds600', 'the same by eight such machines, its measured parts added up'),
    'memoryLong',
    'eightWorkers',
  ),
]

const faults: readonly Figure[] = [
  {
    ...plain(
      told('faults', 'segmentsLost', 'files missing with one of ten uploads answered 500', most(0)),
      'faultyStorage',
      'lost',
    ),
    of: 'most',
  },
]

/** All that is taken in rounds. What is measured once has its keys in `onceBounds`. */
export const figures: readonly Figure[] = [...playable, ...ladder, ...peers, ...ranges, ...memory, ...faults]

const onceBounds: Readonly<Record<string, Bound>> = {
  qualitySsim720: { atLeast: 0.99 },
  qualityKbit720: { atMost: 2_500 },
}

/** A round that others disturbed says nothing: the figures of such a run are not to be used. */
export const bounds: Readonly<Record<string, Bound>> = {
  ...Object.fromEntries(figures.flatMap(({ key, bound }) => (bound ? [[key, bound]] : []))),
  ...onceBounds,
  roundsDisturbed: { atMost: 0 },
}
