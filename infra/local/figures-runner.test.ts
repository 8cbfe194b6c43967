import { expect, test } from 'vitest'
import { badFigures, missedBounds, readArguments } from './figures-runner.ts'

test('a figure that counts something unwanted is bad as soon as it is not zero', () => {
  expect(badFigures({ passed: 39, failed: 0, redisFailed: 2, hung: 1, accepted: 20, doubled: 0 })).toEqual([
    'redisFailed',
    'hung',
  ])
})

test('what a tool may never do is bad as soon as it was done once', () => {
  const clean = { files: 80, refused: 60, bounded: 20, peakMiB: 90, longestSeconds: 4 }
  const counted = { wrong: 0, outboundConnections: 0, foreignFilesOpened: 0, ffmpegLeft: 0 }
  expect(badFigures({ ...clean, ...counted })).toEqual([])
  for (const name of Object.keys(counted))
    expect(badFigures({ ...clean, ...counted, [name]: 1 })).toEqual([name])
})

test('a figure outside its bounds is named, one without bounds or without a measurement is not', () => {
  const bounds = { ratio: { atMost: 1.05 }, likeness: { atLeast: 0.99 }, never: { atMost: 0 } }
  expect(missedBounds({ ratio: 1.05, likeness: 0.99, seconds: 900 }, bounds)).toEqual([])
  expect(missedBounds({ ratio: 1.06, likeness: 0.98 }, bounds)).toEqual(['ratio', 'likeness'])
  expect(missedBounds({ ratio: Number.NaN }, bounds)).toEqual(['ratio'])
})

test('the file for the figures is found wherever it stands, the rest goes to the suite', () => {
  expect(readArguments(['clips', '/some/folder', '--json', '/tmp/out.json', '--quick'])).toEqual({
    name: 'clips',
    jsonFile: '/tmp/out.json',
    rest: ['/some/folder', '--quick'],
  })
})

test('--json without a file is refused', () => {
  expect(() => readArguments(['clips', '--json'])).toThrow('--json needs')
})
