import { expect, test } from 'vitest'
import { listeningPlaylist, masterPlaylist, measureBandwidth, videoCodecOf } from './master-playlist.ts'
import {
  lengthOf,
  mediaPlaylistText,
  parseMediaPlaylist,
  segmentsAhead,
  segmentsAtKeyframes,
} from './media-playlist.ts'

const whole = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MAP:URI="480p-init.mp4"
#EXTINF:4.000000,
480p-00000.m4s
#EXTINF:1.500000,
480p-00001.m4s
#EXT-X-ENDLIST
`

test('a finished playlist is read with its header file and its segments', () => {
  expect(parseMediaPlaylist(whole)).toEqual({
    initFile: '480p-init.mp4',
    durationMs: 5_500,
    segments: [
      { file: '480p-00000.m4s', durationMs: 4_000 },
      { file: '480p-00001.m4s', durationMs: 1_500 },
    ],
  })
})

test.each([
  ['without its end', whole.replace('#EXT-X-ENDLIST\n', '')],
  ['without its header file', whole.replace(/#EXT-X-MAP.*\n/, '')],
  ['with a file of another folder', whole.replace('480p-00000.m4s', '../original')],
  ['without segments', '#EXTM3U\n#EXT-X-MAP:URI="i.mp4"\n#EXT-X-ENDLIST\n'],
])('a playlist %s is refused', (_what, text) => {
  expect(() => parseMediaPlaylist(text)).toThrow(/playlist/)
})

test('bandwidth is what the segments really take', () => {
  expect(
    measureBandwidth([
      { file: 'a', durationMs: 4_000, sizeBytes: 400_000 },
      { file: 'b', durationMs: 4_000, sizeBytes: 100_000 },
      { file: 'c', durationMs: 40, sizeBytes: 9_000 },
    ]),
  ).toEqual({ peak: 800_000, average: Math.ceil((509_000 * 8) / 8.04) })
})

test('the master lists the smallest first, with sound counted in', () => {
  const variant = (name: string, average: number) => ({
    playlist: `${name}.m3u8`,
    width: 640,
    height: 480,
    codec: 'avc1.64001e',
    bandwidth: { peak: average * 2, average },
  })
  const sounds = [
    { name: 'levelled', playlist: 'a.m3u8', channels: 2, bandwidth: { peak: 80, average: 70 } },
    { name: 'original', playlist: 'b.m3u8', channels: 2, bandwidth: { peak: 100, average: 90 } },
  ] as const
  const lines = masterPlaylist([variant('480p', 1_000), variant('240p', 300)], sounds, {
    numerator: 30_000,
    denominator: 1_001,
  }).split('\n')
  expect(lines).toContain(
    '#EXT-X-STREAM-INF:BANDWIDTH=700,AVERAGE-BANDWIDTH=390,RESOLUTION=640x480,CODECS="avc1.64001e,mp4a.40.2",FRAME-RATE=29.970,AUDIO="sound"',
  )
  expect(lines.filter((line) => line.includes('DEFAULT=YES'))).toEqual([
    expect.stringContaining('NAME="levelled"'),
  ])
  expect(lines.indexOf('240p.m3u8')).toBeLessThan(lines.indexOf('480p.m3u8'))
  expect(masterPlaylist([variant('240p', 300)], [], { numerator: 30, denominator: 1 })).not.toMatch(
    /AUDIO|mp4a/,
  )
})

test('the codec’s name is read from the header file', () => {
  const box = Buffer.concat([Buffer.from('....avcC'), Buffer.from([1, 0x64, 0x00, 0x1e, 0xff])])
  expect(videoCodecOf(box)).toBe('avc1.64001e')
  expect(() => videoCodecOf(Buffer.from('no such box'))).toThrow(/avcC/)
})

test('the sound alone has a playlist without pictures', () => {
  const bandwidth = { peak: 80_000, average: 70_000 }
  const text = listeningPlaylist({ name: 'levelled', playlist: 'a.m3u8', channels: 1, bandwidth })
  expect(text).toContain('BANDWIDTH=80000,AVERAGE-BANDWIDTH=70000,CODECS="mp4a.40.2"\na.m3u8')
  expect(text).not.toMatch(/RESOLUTION|avc1/)
})

const film = { numerator: 30_000, denominator: 1_001 }

test('what is foreseen is as long as the clip, and each segment begins at a picture', () => {
  const segments = segmentsAhead('240p', 60_000, film)
  expect(segments).toHaveLength(15)
  expect(lengthOf(segments)).toBeCloseTo((1_798 * 1_001) / 30, 3)
  expect(segments[0]).toEqual({ file: '240p-00000.m4s', durationMs: (120 * 1_001) / 30 })
})

test.each([
  ['a short clip is one segment', 1_000, 1],
  ['two pictures over are not announced as a segment of their own', 8_066, 2],
  ['a quarter of a second over is', 8_250, 3],
])('%s', (_what, durationMs, count) => {
  const segments = segmentsAhead('240p', durationMs, { numerator: 30, denominator: 1 })
  expect(segments).toHaveLength(count)
  expect(Math.abs(lengthOf(segments) - durationMs)).toBeLessThan(34)
})

test('what is copied is cut at its own keyframes, never before four seconds have passed', () => {
  const cut = (keyframesMs: number[], endMs: number) =>
    segmentsAtKeyframes('720p', keyframesMs, 0, endMs).map(({ durationMs }) => durationMs)
  expect(cut([0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000], 9_000)).toEqual([
    4_000, 4_000, 1_000,
  ])
  expect(cut([0, 4_667], 6_167)).toEqual([4_667, 1_500])
  expect(cut([0, 3_000, 6_000, 9_000, 12_000], 13_000)).toEqual([6_000, 3_000, 3_000, 1_000])
})

test('a playlist that is written can be read, and its target holds every segment', () => {
  const segments = segmentsAtKeyframes('720p', [0, 5_600], 0, 7_000)
  const text = mediaPlaylistText('720p', segments)
  expect(parseMediaPlaylist(text)).toEqual({ initFile: '720p-init.mp4', segments, durationMs: 7_000 })
  expect(text).toContain('#EXT-X-TARGETDURATION:6\n')
  expect(text).toContain('#EXT-X-PLAYLIST-TYPE:VOD\n')
})
