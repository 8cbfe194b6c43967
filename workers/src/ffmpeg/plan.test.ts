import { describe, expect, test } from 'vitest'
import { evenRate, perSecond } from './frame-rate.ts'
import { planRenditions } from './plan.ts'
import type { Colour, VideoTrack } from './probe-report.ts'

const noColour: Colour = { range: undefined, matrix: undefined, transfer: undefined, primaries: undefined }
const track = (values: Partial<VideoTrack> = {}): VideoTrack => ({
  index: 0,
  codec: 'h264',
  pixelFormat: 'yuv420p',
  width: 1920,
  height: 1080,
  pixelAspect: 1,
  quarterTurned: false,
  interlaced: false,
  colour: noColour,
  frames: 300,
  missingFrames: 0,
  frameMs: 1_000 / 30,
  startMs: 0,
  endMs: 10_000,
  ...values,
})
const planOf = (values: Partial<VideoTrack> = {}) =>
  planRenditions({ video: track(values), sound: undefined, durationMs: 10_000 })
const sizes = (values: Partial<VideoTrack>) =>
  planOf(values).rungs.map(({ name, width, height }) => `${name} ${width}x${height}`)

test.each([
  ['full HD', {}, ['1080p 1920x1080', '720p 1280x720', '480p 852x480', '240p 426x240']],
  [
    '4K stands on the head of a portrait phone',
    { width: 3840, height: 2160, quarterTurned: true },
    ['1080p 1080x1920', '720p 720x1280', '480p 480x852', '240p 240x426'],
  ],
  ['never larger than the file', { width: 640, height: 360 }, ['360p 640x360', '240p 426x240']],
  ['smaller than every rung', { width: 176, height: 144 }, ['144p 176x144']],
  ['odd sides become even', { width: 341, height: 255 }, ['254p 340x254']],
  [
    'pixels that are not square',
    { width: 800, height: 640, pixelAspect: 64 / 45 },
    ['640p 1138x640', '480p 854x480', '240p 426x240'],
  ],
] as const)('the ladder: %s', (_what, video, expected) => {
  expect(sizes(video)).toEqual(expected)
})

test('every side of every rung is even, whatever the file', () => {
  for (let width = 2; width < 900; width += 37) {
    for (let height = 3; height < 900; height += 41) {
      for (const rung of planOf({ width, height }).rungs) {
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
  [{ matrix: 'bt470bg' }, { from: 'sdr', matrix: 'bt601' }],
  [{ matrix: 'bt709' }, { from: 'sdr', matrix: 'bt709' }],
  [{}, { from: 'sdr', matrix: 'bt709' }],
])('colours %o are read as %o', (colour, path) => {
  expect(planOf({ colour: { ...noColour, ...colour } }).colour).toEqual(path)
})

test('a small untagged picture has the colours of old television', () => {
  expect(planOf({ width: 640, height: 480 }).colour).toEqual({ from: 'sdr', matrix: 'bt601' })
})
