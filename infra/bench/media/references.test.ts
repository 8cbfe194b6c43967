import { expect, test } from 'vitest'
import type { ReferenceCommand, ReferenceJob } from './reference.ts'
import { perRendition, plainLadder, plainLadderTopCopied } from './reference-ladder.ts'
import { mediaCms } from './reference-mediacms.ts'
import { peerTube, targetBitrate } from './reference-peertube.ts'
import { rungsOf } from './rungs.ts'

const landscape: ReferenceJob = {
  input: { file: '/clips/a b.mp4', seconds: 60, width: 1920, height: 1080, kbit: 14_200 },
  rungs: rungsOf({ width: 1920, height: 1080 }),
  threads: 2,
  dir: '/out',
}
const portrait: ReferenceJob = {
  ...landscape,
  input: { ...landscape.input, width: 1080, height: 1920 },
  rungs: rungsOf({ width: 1080, height: 1920 }),
}
const after = (args: ReferenceCommand, flag: string) => args[args.indexOf(flag) + 1]
const count = (args: ReferenceCommand, word: string) => args.filter((each) => each === word).length

test('the plain ladder decodes once, scales from size to size, and makes one sound', () => {
  const args = plainLadder(landscape)
  expect(count(args, '-i')).toBe(1)
  expect(count(args, 'libx264')).toBe(5)
  expect(count(args, 'aac')).toBe(1)
  expect(after(args, '-filter_complex')).toMatch(
    /^\[0:v:0\]fps=30,scale=1920:1080:.*split=2\[v0\]\[c1\];\[c1\]scale=1280:720:.*\[c4\]scale=256:144:[^;]*\[v4\]$/,
  )
  expect(after(args, '-var_stream_map')).toContain('v:4,agroup:sound,name:v4 a:0,agroup:sound,name:sound')
})

test('with the top copied everything below is encoded as before, and the top is not decoded into a rendition', () => {
  const args = plainLadderTopCopied(landscape)
  expect(after(args, '-c:v:0')).toBe('copy')
  expect(count(args, 'libx264')).toBe(4)
  expect(after(args, '-crf:v:3')).toBe('26')
  expect(after(args, '-filter_complex')).not.toContain('1920:1080')
})

test('one process for each rendition has the same settings, each with a decode of its own', () => {
  const commands = perRendition(landscape)
  const together = plainLadder(landscape)
  expect(commands).toHaveLength(5)
  for (const [i, args] of commands.entries()) {
    expect(count(args, '-i')).toBe(1)
    for (const setting of ['-preset', '-crf', '-maxrate', '-bufsize'])
      expect(after(args, `${setting}:v:0`)).toBe(after(together, `${setting}:v:${i}`))
  }
  expect(commands.filter((args) => args.includes('aac'))).toHaveLength(1)
})

test('PeerTube’s way: all threads, x264’s own CRF under its own rate, sound with each', () => {
  const commands = peerTube(landscape)
  expect(commands).toHaveLength(5)
  const [top = [], second = []] = commands
  expect(top).not.toContain('-threads')
  expect(top).not.toContain('-crf')
  expect(after(top, '-bf')).toBe('16')
  expect(after(second, '-vf')).toBe('scale=w=-2:h=720')
  expect(Number(after(top, '-maxrate:v'))).toBe(targetBitrate(1080, 1920 / 1080, 14_200_000))
  expect(commands.every((args) => args.includes('aac'))).toBe(true)
  expect(after(peerTube(portrait)[1] ?? [], '-vf')).toBe('scale=w=720:h=-2')
})

test('PeerTube’s rates follow its table of bits for a pixel, within the source’s own and 30 %', () => {
  expect(targetBitrate(1080, 16 / 9, 14_000_000)).toBe(6_220_800)
  expect(targetBitrate(720, 9 / 16, 14_000_000)).toBe(3_041_280)
  expect(targetBitrate(1080, 16 / 9, 2_000_000)).toBe(2_600_000)
  expect(targetBitrate(1080, 16 / 9, 1)).toBe(1_244_160)
})

test('MediaCMS’s way: faster from 720 lines on and medium below, no 144 lines, and its pictures', () => {
  const all = mediaCms(landscape)
  const commands = all.filter((args) => args.includes('libx264'))
  expect(all.slice(commands.length).map((args) => args.at(-1)?.split('/').at(-1))).toEqual([
    'thumbnail.jpg',
    'sprite-%03d.jpg',
  ])
  expect(commands.map((args) => [after(args, '-preset'), after(args, '-maxrate')])).toEqual([
    ['faster', '6750k'],
    ['faster', '3750k'],
    ['medium', '1500k'],
    ['medium', '750k'],
    ['medium', '450k'],
  ])
  expect(commands[0]).not.toContain('-threads')
  expect(after(commands[0] ?? [], '-filter:v')).toBe(
    'scale=if(lt(iw\\,ih)\\,1080\\,1920):if(lt(iw\\,ih)\\,1920\\,1080):force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos,fps=fps=30',
  )
})

test('the file’s name is one word in every command, whatever stands in it', () => {
  const all = [
    plainLadder(landscape),
    plainLadderTopCopied(landscape),
    ...peerTube(landscape),
    ...mediaCms(landscape),
  ]
  for (const args of all) expect(after(args, '-i')).toBe('/clips/a b.mp4')
})
