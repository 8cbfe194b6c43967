import { expect, test } from 'vitest'
import { layStoryboard, storyboardVtt } from './storyboard.ts'

test.each([
  ['a short one', 9_500, 426, 240, { intervalMs: 2_000, thumbs: 5, thumbWidth: 160, thumbHeight: 90 }],
  ['a portrait', 60_000, 240, 426, { intervalMs: 2_000, thumbs: 30, thumbWidth: 90, thumbHeight: 160 }],
  ['a square', 60_000, 240, 240, { thumbWidth: 160, thumbHeight: 160 }],
  ['a lesson of 45 minutes', 2_700_000, 426, 240, { intervalMs: 14_000, thumbs: 193 }],
  ['three hours', 10_800_000, 426, 240, { intervalMs: 54_000, thumbs: 200 }],
  ['a blink', 100, 176, 144, { intervalMs: 2_000, thumbs: 1, thumbWidth: 160, thumbHeight: 130 }],
] as const)('%s', (_what, durationMs, width, height, expected) => {
  expect(layStoryboard(durationMs, width, height)).toMatchObject(expected)
})

test('every picture is a keyframe, and all sheets are needed', () => {
  for (let durationMs = 1; durationMs < 20_000_000; durationMs = durationMs * 2 + 777) {
    const { intervalMs, thumbs, sheets } = layStoryboard(durationMs, 426, 240)
    expect(intervalMs % 2_000).toBe(0)
    expect(thumbs).toBeLessThanOrEqual(200)
    expect(sheets.length).toBe(Math.ceil(thumbs / 25))
    expect((thumbs - 1) * intervalMs).toBeLessThan(durationMs)
  }
})

test('cues follow each other without a gap, each with its place on a sheet', () => {
  const vtt = storyboardVtt(layStoryboard(53_500, 426, 240))
  expect(
    vtt.startsWith('WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nstoryboard-001.jpg#xywh=0,0,160,90\n\n'),
  ).toBe(true)
  const cues = [...vtt.matchAll(/^(\S+) --> (\S+)\n(\S+)$/gm)].map(([, from, to, place]) => ({
    from,
    to,
    place,
  }))
  expect(cues).toHaveLength(27)
  for (const [i, cue] of cues.slice(1).entries()) expect(cue.from).toBe(cues[i]?.to)
  expect(cues[7]?.place).toBe('storyboard-001.jpg#xywh=320,90,160,90')
  expect(cues[24]?.place).toBe('storyboard-001.jpg#xywh=640,360,160,90')
  expect(cues[25]?.place).toBe('storyboard-002.jpg#xywh=0,0,160,90')
  expect(cues.at(-1)?.to).toBe('00:00:53.500')
})

test('a clip of more than an hour', () => {
  expect(storyboardVtt(layStoryboard(4_000_000, 426, 240))).toContain('01:06:20.000 --> 01:06:40.000\n')
})
