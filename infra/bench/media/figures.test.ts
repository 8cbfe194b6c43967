import { expect, test } from 'vitest'
import { bounds, figures } from './figures.ts'
import { namedIn } from './made-files.ts'
import { variantsIn } from './master-variants.ts'
import { readOptions } from './options.ts'
import { readProbe } from './probe-input.ts'
import { readScore } from './similarity.ts'
import { joined, tableOf } from './table.ts'

test('a ratio is taken within a round', () => {
  const figure = figures.find(({ key }) => key === 'ladderCpuVsPeerTubeTopCopied')
  expect(figure?.needs).toEqual(['topCopied', 'peerTube'])
  expect(figure?.in({ topCopied: { cpu: 40 }, peerTube: { cpu: 100 } })).toBe(0.4)
  expect(() => figure?.in({ topCopied: { cpu: 40 } })).toThrow('peerTube was not measured')
})

test('what must come to something has its bound', () => {
  expect(bounds).toMatchObject({
    playableCopyRatio: { atMost: 0.01 },
    ladderCpuRatio: { atMost: 1.05 },
    ladderCpuRatioLowFirst: { atMost: 1.2 },
    qualitySsim720: { atLeast: 0.99 },
    segmentsLost: { atMost: 0 },
  })
})

test('one piece can be run by itself, and a word that is none is refused', () => {
  expect(readOptions(['--only', 'ladder,peers', '--rounds', '1', '--seconds', '6'])).toMatchObject({
    mode: 'measure',
    only: ['ladder', 'peers'],
    rounds: 1,
    repeats: 2,
    seconds: 6,
  })
  expect(readOptions([])).toMatchObject({ rounds: 3, longRounds: 3, seconds: 60 })
  expect(readOptions(['--long-rounds', '1'])).toMatchObject({ rounds: 3, longRounds: 1 })
  expect(readOptions(['--rounds', '1'])).toMatchObject({ longRounds: 1 })
  expect(readOptions(['quality']).mode).toBe('quality')
  for (const wrong of [
    ['--only', 'everything'],
    ['--rounds', '0'],
    ['--repeats', '-1'],
    ['--quick'],
    ['verify'],
  ])
    expect(() => readOptions(wrong)).toThrow('npm run bench -- media')
})

test('a clip that was turned is told as it is shown', () => {
  const stream = { codec_type: 'video', width: 1920, height: 1080, side_data_list: [{ rotation: -90 }] }
  expect(readProbe({ format: { duration: '60.0' }, streams: [stream] })).toEqual({
    seconds: 60,
    width: 1080,
    height: 1920,
  })
  expect(() => readProbe({ format: {}, streams: [stream] })).toThrow('no length')
})

test('everything that a playlist names is found', () => {
  const media = '#EXTM3U\n#EXT-X-MAP:URI="720p-init.mp4"\n#EXTINF:4,\n720p-00000.m4s\n#EXT-X-ENDLIST\n'
  expect(namedIn(media)).toEqual(['720p-init.mp4', '720p-00000.m4s'])
  const master =
    '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",URI="sound.m3u8"\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720\n720p.m3u8\n'
  expect(namedIn(master)).toEqual(['sound.m3u8', '720p.m3u8'])
  expect(variantsIn(master)).toEqual([{ playlist: '720p.m3u8', width: 1280, height: 720 }])
})

test('a score is read from what ffmpeg says, and its absence is no score', () => {
  expect(readScore('SSIM Y:0.986756 (18.7) All:0.987191 (18.9)', /\bAll:([\d.]+)/)).toBe(0.987191)
  expect(() => readScore('nothing', /\bAll:([\d.]+)/)).toThrow('no score')
})

test('the table shows what was measured beside its bound, and what was not as that', () => {
  const lines = tableOf({ ladderCpuRatio: 1.03, ladderCpuRatioLeast: 1.02, ladderCpuRatioMost: 1.04 })
  expect(lines.find((line) => line.includes('`ladderCpuRatio`'))).toMatch(
    /\| 1\.03 \| 1\.02 to 1\.04 \| <= 1\.05 \|/,
  )
  expect(lines.find((line) => line.includes('`segmentsLost`'))).toMatch(/not measured .*<= 0/)
  expect(lines.join()).not.toContain('`ladderCpuRatioLeast`')
})

test('a later run stands in the place of an earlier one, with its own spread', () => {
  const whole = { nodePeakMiB: 150, nodePeakMiBLeast: 140, nodePeakMiBMost: 151, segmentsLost: 0 }
  expect(joined([whole, { nodePeakMiB: 138 }])).toEqual({ nodePeakMiB: 138, segmentsLost: 0 })
  const spread = { nodePeakMiB: 138, nodePeakMiBLeast: 137, nodePeakMiBMost: 139 }
  expect(joined([whole, spread])).toEqual({ ...spread, segmentsLost: 0 })
})
