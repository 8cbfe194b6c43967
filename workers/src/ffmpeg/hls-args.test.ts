import { expect, test } from 'vitest'
import { hlsCommand } from './hls-args.ts'
import type { RenditionPlan } from './plan.ts'
import { posterAtMs, posterCommand } from './poster-args.ts'

const plan: RenditionPlan = {
  videoIndex: 1,
  rate: { numerator: 30_000, denominator: 1_001 },
  deinterlace: false,
  colour: { from: 'sdr', matrix: 'bt601' },
  rungs: [
    { name: '480p', width: 640, height: 480 },
    { name: '240p', width: 320, height: 240 },
  ],
  sound: { index: 0, channels: 2 },
  durationMs: 60_000,
}
const options = {
  originalPath: '/scratch/a b/original',
  outputDir: '/scratch/a b/media',
  posterPath: '/scratch/a b/poster.jpg',
  maxPixels: 1_000,
  maxStreams: 24,
  threads: 2,
  zscale: true,
}
const after = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1]
const graph = (changed: Partial<RenditionPlan>) =>
  after(hlsCommand({ ...plan, ...changed }, options).output.args, '-filter_complex')

test('a user’s file is opened as a local video and nothing else', () => {
  for (const { input } of [hlsCommand(plan, options), posterCommand(plan, 0, options)]) {
    expect(after(input.args, '-protocol_whitelist')).toBe('file')
    expect(after(input.args, '-format_whitelist')).not.toMatch(/hls|concat|image|dash|lavfi/)
    expect(after(input.args, '-codec_whitelist')).toContain('mov_text')
    expect(after(input.args, '-max_pixels')).toBe('1000')
    expect(input.file).toBe('file:/scratch/a b/original')
  }
  expect(() => hlsCommand(plan, { ...options, originalPath: 'http://inside/secret' })).toThrow(/whole path/)
})

test('the file is decoded once and scaled from rung to rung', () => {
  expect(graph({})).toBe(
    '[0:1]fps=30000/1001,scale=640:480:flags=bicubic:in_color_matrix=bt601:out_color_matrix=bt709:out_range=tv,' +
      'setsar=1,format=yuv420p,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,' +
      'split=2[v0][c1];[c1]scale=320:240:flags=bicubic,setsar=1[v1];' +
      '[0:0]aresample=48000:async=1000:first_pts=0[sound]',
  )
})

test('a silent file has no sound in any argument', () => {
  const { args } = hlsCommand({ ...plan, sound: undefined }, options).output
  expect(args.join(' ')).not.toMatch(/aac|aresample|agroup|a:0/)
  expect(after(args, '-var_stream_map')).toBe('v:0,name:480p v:1,name:240p')
})

test('a single rung without sound names its header file itself', () => {
  const single = { ...plan, sound: undefined, rungs: [plan.rungs[0]] } as const
  expect(after(hlsCommand(single, options).output.args, '-hls_fmp4_init_filename')).toBe('480p-init.mp4')
  expect(after(hlsCommand(plan, options).output.args, '-hls_fmp4_init_filename')).toBe('%v-init.mp4')
})

test('sound is one group of its own beside the pictures', () => {
  const { args } = hlsCommand(plan, options).output
  expect(after(args, '-var_stream_map')).toBe(
    'v:0,agroup:sound,name:480p v:1,agroup:sound,name:240p a:0,agroup:sound,name:sound',
  )
})

test('keyframes stand at the same instants everywhere, and nothing the file says about itself goes along', () => {
  const { args } = hlsCommand(plan, options).output
  expect(after(args, '-force_key_frames')).toBe('expr:gte(t,n_forced*2)')
  expect([after(args, '-g'), after(args, '-keyint_min'), after(args, '-sc_threshold')]).toEqual([
    '60',
    '60',
    '0',
  ])
  expect([after(args, '-map_metadata'), after(args, '-map_chapters')]).toEqual(['-1', '-1'])
  expect(args).toEqual(expect.arrayContaining(['-sn', '-dn']))
})

test.each([
  ['pq', true, /tonemap/],
  ['pq', false, /colorspace=all=bt709/],
  ['hlg', true, /colorspace=all=bt709/],
] as const)('%s becomes standard colour (zscale: %s)', (from, zscale, filter) => {
  const { output } = hlsCommand({ ...plan, colour: { from } }, { ...options, zscale })
  expect(after(output.args, '-filter_complex')).toMatch(filter)
})

test('interlaced pictures are made whole first', () => {
  expect(graph({ deinterlace: true })).toMatch(/^\[0:1\]bwdif/)
})

test('the poster is looked for a little into the clip', () => {
  expect(posterAtMs(plan)).toBe(6_000)
  expect(posterAtMs({ ...plan, durationMs: 3_600_000 })).toBe(10_000)
  expect(after(posterCommand(plan, 6_000, options).input.args, '-ss')).toBe('6.000')
})
