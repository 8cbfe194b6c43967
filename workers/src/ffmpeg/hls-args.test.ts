import { expect, test } from 'vitest'
import { firstCommand, stretchCommand } from './hls-args.ts'
import type { MediaPlan } from './plan.ts'
import { posterAtMs, quickPosterCommand } from './poster-args.ts'

const rung = (side: number) => ({ name: `${side}p`, width: (side * 4) / 3, height: side })
const plan: MediaPlan = {
  picture: {
    videoIndex: 1,
    rate: { numerator: 30_000, denominator: 1_001 },
    deinterlace: false,
    colour: { from: 'sdr', matrix: 'bt601', fullRange: false },
    durationMs: 60_000,
    orientation: { mirrored: false, quarterTurns: 0 },
    longestGapMs: 34,
  },
  sound: { index: 0, channels: 2, copied: false },
  durationMs: 60_000,
  first: { ...rung(240), copied: false, roughly: false },
  later: [rung(480), rung(144)],
  firstPictureMs: 0,
  notCopied: 'header',
  damaged: false,
}
const options = {
  address: 'file:/scratch/a b/original',
  outputDir: '/scratch/a b/media',
  soundFile: '/scratch/a b/sound.mka',
  posterPath: '/scratch/a b/poster.jpg',
  maxPixels: 1_000,
  maxStreams: 8,
  threads: 2,
  zscale: true,
}
const stretch = { ...options, fromMs: 120_000, toMs: 240_000 }
const after = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1]
const copied: MediaPlan = {
  ...plan,
  first: { ...rung(480), copied: true, roughly: false },
  sound: { index: 0, channels: 2, copied: true },
}
const every = (address: string) => [
  firstCommand(plan, { ...options, address }),
  firstCommand(copied, { ...options, address }),
  stretchCommand(plan.picture, plan.later, { ...stretch, address }),
  quickPosterCommand(plan.picture, plan.first, 0, { ...options, address }),
]

test('a user’s file is opened as a video, from the disk or from the worker’s own reader, and nothing else is', () => {
  const reader = `http://127.0.0.1:4000/${'ab'.repeat(24)}`
  for (const [address, protocols] of [
    [options.address, 'file'],
    [reader, 'http,tcp'],
  ] as const) {
    for (const { input } of every(address)) {
      expect(after(input.args, '-protocol_whitelist')).toBe(protocols)
      expect(after(input.args, '-format_whitelist')).not.toMatch(/hls|concat|image|dash|lavfi/)
      expect(after(input.args, '-codec_whitelist')).toContain('mov_text')
      expect(after(input.args, '-max_pixels')).toBe('1000')
      expect(input.file).toBe(address)
    }
  }
  expect(() => every('http://inside/secret')).toThrow(/own reader/)
  expect(() => every('http://127.0.0.1:80@outside/ab')).toThrow(/own reader/)
})

test('the rest is decoded once, scaled from rung to rung, on the clip’s own clock', () => {
  const { input, output } = stretchCommand(plan.picture, plan.later, stretch)
  expect(after(output.args, '-filter_complex')).toBe(
    '[0:1]fps=30000/1001:start_time=0,trim=start_frame=3,setpts=PTS-STARTPTS,scale=640:480:flags=bicubic:in_color_matrix=bt601:out_color_matrix=bt709:out_range=tv,' +
      'setsar=1,format=yuv420p,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,' +
      'split=2[v0][c1];[c1]scale=192:144:flags=bicubic,setsar=1[v1]',
  )
  // The picture that stands at its start may have begun before.
  expect(after(input.args, '-ss')).toBe('119.899900')
  expect(after(output.args, '-t')).toBe('120.000')
  expect(after(output.args, '-output_ts_offset')).toBe('120.000')
  expect(after(output.args, '-start_number')).toBe('30')
  expect(after(output.args, '-var_stream_map')).toBe('v:0,name:480p v:1,name:144p')
})

test('a stretch that begins in a hole looks for the picture before it, and not for ever', () => {
  const of = (longestGapMs: number, fromMs: number) => {
    const picture = { ...plan.picture, rate: { numerator: 25, denominator: 1 }, longestGapMs }
    const { input, output } = stretchCommand(picture, plan.later, { ...stretch, fromMs })
    const [, skipped] = /trim=start_frame=(\d+),/.exec(after(output.args, '-filter_complex') ?? '') ?? []
    return [after(input.args, '-ss'), Number(skipped)]
  }
  expect(of(3_000, 120_000)).toEqual(['116.960000', 76])
  expect(of(600_000, 120_000)).toEqual(['90.000000', 750])
  expect(of(600_000, 4_000)).toEqual(['0.000000', 100])
})

test('a whole lesson in one piece is neither sought in nor cut', () => {
  const { input, output } = stretchCommand(plan.picture, plan.later, {
    ...stretch,
    fromMs: 0,
    toMs: undefined,
  })
  expect(input.args).not.toContain('-ss')
  expect(output.args).not.toContain('-t')
  expect(output.args).not.toContain('-output_ts_offset')
})

test('the first rendition comes with its sound, and with the sound once more to work on', () => {
  const { args } = firstCommand(plan, options).output
  expect(after(args, '-var_stream_map')).toBe(
    'v:0,agroup:sound,name:240p a:0,agroup:sound,name:sound-original',
  )
  expect(after(args, '-filter_complex')).toContain(
    '[0:0]aresample=48000:async=1000:min_hard_comp=0.03:first_pts=0,aformat=channel_layouts=stereo,asplit=2[whole][raw];' +
      '[whole]atrim=start_sample=1024[sound]',
  )
  expect(args).toContain('file:/scratch/a b/sound.mka')
})

test('what is copied is not decoded, but for the sound that is worked on', () => {
  const { args } = firstCommand(copied, options).output
  expect([after(args, '-c:v'), args.includes('libx264')]).toEqual(['copy', false])
  expect(after(args, '-bsf:a')).toBe('noise=drop=lt(pts\\,0)')
  expect(after(args, '-filter_complex')).toMatch(/^\[0:0\]aresample.*\[raw\]$/)
})

test('a silent file has no sound in any argument, and a single rendition names its header file itself', () => {
  const silent = { ...plan, sound: undefined }
  const { args } = firstCommand(silent, options).output
  expect(args.join(' ')).not.toMatch(/aac|aresample|agroup|a:0|flac/)
  expect(after(args, '-hls_fmp4_init_filename')).toBe('240p-init.mp4')
  expect(firstCommand({ ...copied, sound: undefined }, options).output.args).not.toContain('-filter_complex')
})

test('keyframes stand at the same instants everywhere, and nothing the file says about itself goes along', () => {
  const { args } = stretchCommand(plan.picture, plan.later, stretch).output
  for (const stream of [0, 1]) {
    expect(after(args, `-force_key_frames:v:${stream}`)).toBe('expr:gte(t,n_forced*2)')
    expect([after(args, `-g:v:${stream}`), after(args, `-sc_threshold:v:${stream}`)]).toEqual(['60', '0'])
  }
  expect([after(args, '-map_metadata'), after(args, '-map_chapters')]).toEqual(['-1', '-1'])
  expect(args).toEqual(expect.arrayContaining(['-sn', '-dn']))
})

test.each([
  ['pq', true, /tonemap/],
  ['pq', false, /colorspace=all=bt709/],
  ['hlg', true, /colorspace=all=bt709/],
] as const)('%s becomes standard colour (zscale: %s)', (from, zscale, filter) => {
  const picture = { ...plan.picture, colour: { from } }
  const { output } = stretchCommand(picture, plan.later, { ...stretch, zscale })
  expect(after(output.args, '-filter_complex')).toMatch(filter)
})

test('a turned picture is scaled as it lies and then turned, once', () => {
  const turned = { ...plan.picture, orientation: { mirrored: false, quarterTurns: 1 } } as const
  for (const [{ input, output }, stored] of [
    [firstCommand({ ...plan, picture: turned }, options), '240:320'],
    [stretchCommand(turned, plan.later, stretch), '480:640'],
  ] as const) {
    expect(input.args).toContain('-noautorotate')
    const [top] = (after(output.args, '-filter_complex') ?? '').split(';')
    expect(top).toContain(`scale=${stored}:`)
    expect(top).toContain('setsar=1,transpose=clock,sidedata=mode=delete:type=DISPLAYMATRIX')
  }
  const upright = after(firstCommand(plan, options).output.args, '-filter_complex')
  expect(upright).not.toMatch(/transpose|sidedata|flip/)
})

test('only what comes first and is much smaller is decoded and scaled roughly', () => {
  const roughly = { ...plan, first: { ...plan.first, roughly: true } }
  const careful = [firstCommand(plan, options), stretchCommand(roughly.picture, roughly.later, stretch)]
  for (const { input, output } of careful) {
    expect(input.args).not.toContain('-skip_loop_filter')
    expect(after(output.args, '-filter_complex')).not.toContain('flags=area')
  }
  const { input, output } = firstCommand(roughly, options)
  expect(after(input.args, '-skip_loop_filter')).toBe('all')
  expect(after(output.args, '-filter_complex')).toContain('flags=area')
})

test('pictures of the right colours are left alone, others are turned while they are scaled', () => {
  const filters = (matrix: 'bt601' | 'bt709', fullRange: boolean) =>
    after(
      stretchCommand({ ...plan.picture, colour: { from: 'sdr', matrix, fullRange } }, plan.later, stretch)
        .output.args,
      '-filter_complex',
    )
  expect(filters('bt709', false)).not.toMatch(/matrix|range=tv:flags|out_range/)
  expect(filters('bt709', true)).toContain('in_color_matrix=bt709:out_color_matrix=bt709:out_range=tv')
  expect(filters('bt601', false)).toContain('in_color_matrix=bt601:out_color_matrix=bt709:out_range=tv')
})

test('interlaced pictures are made whole first', () => {
  const { output } = stretchCommand({ ...plan.picture, deinterlace: true }, plan.later, stretch)
  expect(after(output.args, '-filter_complex')).toMatch(/^\[0:1\]bwdif/)
})

test('the poster is looked for a little into the clip', () => {
  expect(posterAtMs(plan.picture)).toBe(6_000)
  expect(posterAtMs({ durationMs: 3_600_000 })).toBe(10_000)
  const { input } = quickPosterCommand(plan.picture, plan.first, 6_000, options)
  expect(after(input.args, '-ss')).toBe('6.000')
})

test('beside a copied top the others are cut where it is, in each stretch', () => {
  const picture = { ...plan.picture, cutsMs: [4_700.4, 9_000, 13_100.25] }
  const at = (from: number) => stretchCommand(picture, plan.later, { ...stretch, fromMs: from }).output.args
  expect(after(at(0), '-force_key_frames:v:1')).toBe('0.000000,4.700400,9.000000,13.100250')
  expect(after(at(9_000), '-force_key_frames:v:0')).toBe('0.000000,4.100250')
  expect([after(at(4_700), '-start_number'), after(at(9_000), '-start_number')]).toEqual(['1', '2'])
  expect(after(at(0), '-hls_time')).toBe('0.1')
  expect(after(firstCommand(copied, options).output.args, '-hls_time')).toBe('4')
})
