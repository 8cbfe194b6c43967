import { describe, expect, test } from 'vitest'
import { evenRate, perSecond } from './frame-rate.ts'
import type { AcceptedMedia } from './judge.ts'
import { planMedia } from './plan.ts'
import type { Colour, SoundTrack, VideoTrack } from './probe-report.ts'

const noColour: Colour = { range: undefined, matrix: undefined, transfer: undefined, primaries: undefined }
const track = (values: Partial<VideoTrack> = {}): VideoTrack => ({
  index: 0,
  codec: 'hevc',
  profile: 'Main',
  level: 120,
  pixelFormat: 'yuv420p',
  width: 1920,
  height: 1080,
  pixelAspect: 1,
  orientation: { mirrored: false, quarterTurns: 0 },
  turned: false,
  interlaced: false,
  dolbyVisionAlone: false,
  colour: noColour,
  frames: 300,
  missingFrames: 0,
  frameMs: 1_000 / 30,
  startMs: 0,
  endMs: 10_000,
  packets: undefined,
  ...values,
})
const sound: SoundTrack = {
  index: 1,
  codec: 'aac',
  profile: 'LC',
  isDefault: true,
  channels: 2,
  startMs: 0,
  endMs: 10_000,
}
const planOf = (values: Partial<VideoTrack> = {}, media: Partial<AcceptedMedia> = {}) =>
  planMedia(
    {
      container: 'mov,mp4,m4a,3gp,3g2,mj2',
      sizeBytes: 5_000_000,
      video: track(values),
      sound: undefined,
      durationMs: 10_000,
      damaged: false,
      ...media,
    },
    { copyMaxKbit: 20_000 },
  )
const sizes = (values: Partial<VideoTrack>) => {
  const { first, later } = planOf(values)
  return [...later, first]
    .toSorted((a, b) => b.width * b.height - a.width * a.height)
    .map(({ name, width, height }) => `${name} ${width}x${height}`)
}

test.each([
  ['full HD', {}, ['1080p 1920x1080', '720p 1280x720', '480p 852x480', '240p 426x240', '144p 256x144']],
  [
    '4K stands on the head of a portrait phone',
    { width: 3840, height: 2160, orientation: { mirrored: false, quarterTurns: 1 } },
    ['1080p 1080x1920', '720p 720x1280', '480p 480x852', '240p 240x426', '144p 144x256'],
  ],
  [
    'never larger than the file',
    { width: 640, height: 360 },
    ['360p 640x360', '240p 426x240', '144p 256x144'],
  ],
  ['smaller than every rung', { width: 176, height: 144 }, ['144p 176x144']],
  ['odd sides become even', { width: 341, height: 255 }, ['254p 340x254', '144p 192x144']],
  [
    'pixels that are not square',
    { width: 800, height: 640, pixelAspect: 64 / 45 },
    ['640p 1138x640', '480p 854x480', '240p 426x240', '144p 256x144'],
  ],
] as const)('the ladder: %s', (_what, video, expected) => {
  expect(sizes(video)).toEqual(expected)
})

test('every side of every rung is even, whatever the file', () => {
  for (let width = 2; width < 900; width += 37) {
    for (let height = 3; height < 900; height += 41) {
      const { first, later } = planOf({ width, height })
      for (const rung of [first, ...later]) {
        expect([rung.width % 2, rung.height % 2]).toEqual([0, 0])
        expect(Math.min(rung.width, rung.height)).toBeLessThanOrEqual(Math.max(2, Math.min(width, height)))
      }
    }
  }
})

describe('the frame rate', () => {
  test.each([
    [30, 30],
    [29.97, 30_000 / 1_001],
    [60, 30],
    [59.94, 30_000 / 1_001],
    [50, 25],
    [25, 25],
    [12.5, 12.5],
    [10, 10],
    [48, 24],
    [120, 30],
    [240, 30],
    [1, 10],
  ])('%s pictures a second are shown as %s', (measured, shown) => {
    expect(perSecond(evenRate(1_000 / measured))).toBeCloseTo(shown, 3)
  })

  test('a file that tells nothing gets the usual one', () => {
    expect(perSecond(evenRate(0))).toBe(30)
  })
})

test.each([
  [{ transfer: 'smpte2084' }, { from: 'pq' }],
  [{ transfer: 'arib-std-b67' }, { from: 'hlg' }],
  [{ matrix: 'bt470bg' }, { from: 'sdr', matrix: 'bt601', fullRange: false }],
  [{ matrix: 'bt709' }, { from: 'sdr', matrix: 'bt709', fullRange: false }],
  [
    { matrix: 'bt709', range: 'pc' },
    { from: 'sdr', matrix: 'bt709', fullRange: true },
  ],
  [{}, { from: 'sdr', matrix: 'bt709', fullRange: false }],
])('colours %o are read as %o', (colour, path) => {
  expect(planOf({ colour: { ...noColour, ...colour } }).picture.colour).toEqual(path)
})

test('a small untagged picture has the colours of old television', () => {
  expect(planOf({ width: 640, height: 480 }).picture.colour).toEqual({
    from: 'sdr',
    matrix: 'bt601',
    fullRange: false,
  })
})

const copyable = {
  codec: 'h264',
  profile: 'High',
  level: 41,
  packets: {
    keyframeBytes: undefined,
    keyframesMs: [0, 2_000, 4_000, 6_000, 8_000],
    longestGapMs: 34,
    inOrder: true,
    closed: true,
  },
} as const

test('what every browser plays is shown as it is, with the smaller ones to follow', () => {
  const plan = planOf(copyable, { sound })
  expect(plan.first).toEqual({ name: '1080p', width: 1920, height: 1080, copied: true, roughly: false })
  expect(plan.later.map(({ name }) => name)).toEqual(['720p', '480p', '240p', '144p'])
  expect(plan.sound).toEqual({ index: 1, channels: 2, copied: true })
})

test.each([
  ['header', { codec: 'hevc' }],
  ['header', { profile: 'High 10' }],
  ['header', { turned: true }],
  ['header', { interlaced: true }],
  ['header', { pixelAspect: 4 / 3 }],
  ['header', { colour: { ...noColour, transfer: 'arib-std-b67' } }],
  ['header', { colour: { ...noColour, range: 'pc' } }],
  ['header', { level: 52 }],
  ['header', { width: 3840, height: 2160 }],
  ['too-many-pictures', { frameMs: 1_000 / 120 }],
  ['keyframes-too-sparse', { packets: { ...copyable.packets, keyframesMs: [0] } }],
  ['keyframes-too-sparse', { packets: undefined }],
  ['starts-late', { packets: { ...copyable.packets, keyframesMs: [2_000, 4_000] } }],
  ['holes', { packets: { ...copyable.packets, longestGapMs: 1_500 } }],
  ['open-groups', { packets: { ...copyable.packets, closed: false } }],
  ['times-out-of-order', { packets: { ...copyable.packets, inOrder: false } }],
] as const)('not copied (%s): %j', (why, values) => {
  const plan = planOf({ ...copyable, ...values })
  expect(plan).toMatchObject({ notCopied: why, first: { name: '240p', copied: false } })
  expect(plan.later.map(({ name }) => name)).toContain('1080p')
})

test.each([
  ['container', { container: 'mpegts' }],
  ['rate-too-high', { sizeBytes: 26_000_000 }],
])('not copied (%s): %j', (why, media) => {
  expect(planOf(copyable, media).notCopied).toBe(why)
})

test.each([
  ['large H.264', { codec: 'h264', profile: 'High 10' }, true],
  ['small H.264', { codec: 'h264', profile: 'High 10', width: 640, height: 360 }, false],
  ['large HEVC', { codec: 'hevc' }, true],
  ['VP9', { codec: 'vp9' }, false],
])('the first rendition of %s may be made roughly: %s %s', (_what, values, roughly) => {
  expect(planOf(values).first).toMatchObject({ copied: false, roughly })
})

test('sound that browsers do not play is encoded beside copied pictures', () => {
  const opus = { ...sound, codec: 'opus', profile: undefined }
  expect(planOf(copyable, { sound: opus })).toMatchObject({
    first: { copied: true },
    sound: { copied: false },
  })
})

test('pictures that begin later than the sound count from the clip’s start', () => {
  const plan = planOf({ startMs: 700, endMs: 10_000 }, { sound: { ...sound, startMs: 200 } })
  expect(plan.picture.durationMs).toBe(9_800)
})
