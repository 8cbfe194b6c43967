import { expect, test } from 'vitest'
import { pickSoundTrack } from './pick-sound-track.ts'
import type { SoundTrack } from './probe-report.ts'

const track = (index: number, values: Partial<SoundTrack> = {}): SoundTrack => ({
  index,
  codec: 'aac',
  profile: 'LC',
  channels: 2,
  startMs: 0,
  endMs: 60_000,
  isDefault: false,
  ...values,
})

test.each([
  ['the file’s own default', [track(1), track(2, { isDefault: true })], 2],
  ['the first where none is the default', [track(3), track(4)], 3],
  ['the first where all are', [track(1, { isDefault: true }), track(2, { isDefault: true })], 1],
  ['not a default that ends early', [track(1, { isDefault: true, endMs: 4_000 }), track(2)], 2],
  ['not a default that begins late', [track(1, { isDefault: true, startMs: 50_000 }), track(2)], 2],
  ['the longest where none lasts', [track(1, { endMs: 3_000 }), track(2, { endMs: 9_000 })], 2],
])('%s', (_what, tracks, index) => {
  expect(pickSoundTrack(tracks, 60_000)?.index).toBe(index)
})

test('a silent file has none', () => {
  expect(pickSoundTrack([], 60_000)).toBeUndefined()
})
