import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import type { ProbeReport, SoundTrack, VideoTrack } from './probe-report.ts'

const limits = {
  maxDurationMs: 60_000,
  maxSizeBytes: 1_000,
  maxPixels: 1920 * 1080,
  maxStreams: 8,
  maxFrames: 2_000,
  maxFramesPerSecond: 240,
}
const video: VideoTrack = {
  index: 0,
  codec: 'h264',
  profile: 'High',
  level: 31,
  pixelFormat: 'yuv420p',
  width: 1280,
  height: 720,
  pixelAspect: 1,
  orientation: { mirrored: false, quarterTurns: 0 },
  turned: false,
  interlaced: false,
  dolbyVisionAlone: false,
  colour: { range: undefined, matrix: undefined, transfer: undefined, primaries: undefined },
  frames: 100,
  missingFrames: 0,
  frameMs: 40,
  startMs: 0,
  endMs: 4_000,
  packets: undefined,
}
const sound: SoundTrack = {
  index: 1,
  codec: 'aac',
  profile: 'LC',
  isDefault: true,
  channels: 2,
  startMs: 0,
  endMs: 4_100,
}
const report = (values: Partial<ProbeReport> = {}): ProbeReport => ({
  readable: true,
  container: 'mov,mp4',
  sizeBytes: 500,
  streamCount: 2,
  video,
  sound,
  lostSound: undefined,
  ...values,
})

test('a lesson is accepted with its real length: from the first thing to the last', () => {
  expect(judge(report(), limits)).toEqual({
    accepted: true,
    media: { container: 'mov,mp4', sizeBytes: 500, video, sound, durationMs: 4_100, damaged: false },
  })
  expect(judge(report({ sound: undefined }), limits)).toMatchObject({ accepted: true })
})

test.each([
  { sizeBytes: 1_000 },
  { streamCount: 8 },
  { video: { ...video, width: 1920, height: 1080 } },
  { video: { ...video, frames: 2 } },
  { video: { ...video, frames: 960 } },
  { video: { ...video, frames: 2_000, endMs: 60_000 } },
  { video: { ...video, frames: 100, missingFrames: 5 } },
  { sound: { ...sound, endMs: 60_000 } },
])('what stands exactly at a limit is accepted: %j', (values) => {
  expect(judge(report(values), limits)).toMatchObject({ accepted: true })
})

test('a burst within one second is no fast film', () => {
  expect(judge(report({ video: { ...video, frames: 200, endMs: 100 } }), limits)).toMatchObject({
    accepted: true,
  })
})

test.each([
  ['no-video-track', report({ video: undefined })],
  ['unsupported-codec', report({ video: { ...video, codec: 'wmv3' } })],
  ['damaged', report({ video: { ...video, pixelFormat: undefined } })],
  ['too-many-pixels', report({ video: { ...video, width: 3840, height: 2160 } })],
  ['too-short', report({ video: { ...video, frames: 1 } })],
  ['too-long', report({ sound: { ...sound, endMs: 61_000 } })],
  ['too-many-frames', report({ video: { ...video, frames: 961 } })],
  ['too-many-frames', report({ video: { ...video, frames: 2_001, endMs: 60_000 } })],
  ['too-large', report({ sizeBytes: 1_001 })],
  ['too-many-streams', report({ streamCount: 9 })],
  ['damaged', report({ sound: undefined, lostSound: 'unknown' })],
  ['unsupported-codec', report({ sound: undefined, lostSound: 'unsupported' })],
  ['not-a-video', { readable: false, why: 'not-a-video' } as const],
] as const)('%s', (reason, probed) => {
  expect(judge(probed, limits)).toEqual({ accepted: false, reason })
})

test('what is good of a file that was cut off is shown, and it is said that it was', () => {
  expect(judge(report({ video: { ...video, missingFrames: 50 } }), limits)).toMatchObject({
    accepted: true,
    media: { damaged: true },
  })
})
