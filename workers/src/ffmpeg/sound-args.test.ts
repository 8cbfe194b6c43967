import { expect, test } from 'vitest'
import { levelSoundCommand, measureSoundCommand, type SoundOptions } from './sound-args.ts'

const options: SoundOptions = {
  inputFile: '/scratch/sound.mp4',
  outputDir: "/scratch/a:b's [c], d",
  channels: 2,
  durationMs: 60_000,
  threads: 1,
}
const after = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1]
const filters = (kneeDb: number | undefined, gainDb: number) =>
  after(levelSoundCommand({ kneeDb, gainDb }, options).output.args, '-af')

test('a user’s sound is opened as a local recording and nothing else', () => {
  for (const { input } of [
    measureSoundCommand(options),
    levelSoundCommand({ kneeDb: undefined, gainDb: 0 }, options),
  ]) {
    expect(after(input.args, '-protocol_whitelist')).toBe('file')
    expect(after(input.args, '-format_whitelist')).not.toMatch(/hls|concat|image|dash|lavfi/)
    expect(input.file).toBe('file:/scratch/sound.mp4')
  }
})

test('the sound is decoded once for its loudness and its peaks', () => {
  const { output } = measureSoundCommand({ ...options, outputDir: '/out' })
  expect(after(output.args, '-filter_complex')).toBe(
    '[0:a:0]aresample=48000:async=1000:min_hard_comp=0.03:first_pts=0,aformat=channel_layouts=stereo,highpass=f=80,' +
      'asplit=2[heard][drawn];' +
      '[heard]ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.M:file=/out/sound-moments.txt[moments];' +
      '[drawn]aformat=sample_rates=4000:channel_layouts=mono:sample_fmts=s16[samples]',
  )
  expect(output.file).toBe('file:/out/sound-samples.raw')
})

test('a folder of any name cannot change the filters', () => {
  expect(after(measureSoundCommand(options).output.args, '-filter_complex')).toContain(
    String.raw`file=/scratch/a\\:b\\\'s \[c\]\, d/sound-moments.txt[moments]`,
  )
})

test.each([
  ['nothing to do but to keep peaks in', undefined, 0, /highpass=f=80,alimiter=limit=0\.7079:/],
  ['louder', undefined, 24, /highpass=f=80,volume=24dB,alimiter/],
  [
    'held back and louder',
    -30,
    12.5,
    /highpass=f=80,acompressor=threshold=0\.03162:ratio=2:.*,volume=12\.5dB,ali/,
  ],
  ['quieter', -10, -8, /volume=-8dB/],
  ['never out of the compressor’s bounds', -90, 3, /threshold=0\.00100:/],
] as const)('%s', (_what, kneeDb, gainDb, wanted) => {
  expect(filters(kneeDb, gainDb)).toMatch(wanted)
})

test('the sound lasts as long as the clip, its first frame being the encoder’s own', () => {
  expect(filters(undefined, 0)).toMatch(/apad=whole_len=2880000,atrim=start_sample=1024:end_sample=2880000$/)
})

test('one channel is meant for both ears and costs less', () => {
  const mono = { ...options, channels: 1 } as const
  expect(after(measureSoundCommand(mono).output.args, '-filter_complex')).toContain('dualmono=1')
  expect(after(levelSoundCommand({ kneeDb: undefined, gainDb: 0 }, mono).output.args, '-b:a')).toBe('64k')
})
