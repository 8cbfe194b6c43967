import { expect, test } from 'vitest'
import { masterPlaylist, measureBandwidth, videoCodecOf } from './master-playlist.ts'
import { parseMediaPlaylist } from './media-playlist.ts'

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
  const sound = { playlist: 'sound.m3u8', channels: 2, bandwidth: { peak: 100, average: 90 } }
  const lines = masterPlaylist([variant('480p', 1_000), variant('240p', 300)], sound, {
    numerator: 30_000,
    denominator: 1_001,
  }).split('\n')
  expect(lines).toContain(
    '#EXT-X-STREAM-INF:BANDWIDTH=700,AVERAGE-BANDWIDTH=390,RESOLUTION=640x480,CODECS="avc1.64001e,mp4a.40.2",FRAME-RATE=29.970,AUDIO="sound"',
  )
  expect(lines.indexOf('240p.m3u8')).toBeLessThan(lines.indexOf('480p.m3u8'))
  expect(masterPlaylist([variant('240p', 300)], undefined, { numerator: 30, denominator: 1 })).not.toMatch(
    /AUDIO|mp4a/,
  )
})

test('the codec’s name is read from the header file', () => {
  const box = Buffer.concat([Buffer.from('....avcC'), Buffer.from([1, 0x64, 0x00, 0x1e, 0xff])])
  expect(videoCodecOf(box)).toBe('avc1.64001e')
  expect(() => videoCodecOf(Buffer.from('no such box'))).toThrow(/avcC/)
})
