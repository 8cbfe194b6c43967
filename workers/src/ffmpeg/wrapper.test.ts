import { expect, test } from 'vitest'
import { cpuWithin, prlimitWords, tightened } from './tool-limits.ts'
import { describeWrapper, leadingWords, toolEnvironment, wrapped } from './wrapper.ts'

const limits = { memoryBytes: 1_000, cpuSeconds: 60, fileBytes: 500, openFiles: 20 }
const prlimit = { path: '/usr/bin/prlimit', limits }
const setprivPath = '/usr/bin/setpriv'

test('every word of the guard stands before the tool, and the tool’s own come after it', () => {
  expect(wrapped({ setprivPath, prlimit, niceness: 10 }, '/usr/bin/ffprobe', ['-v', 'error'])).toEqual([
    'nice',
    [
      '-n',
      '10',
      '/usr/bin/prlimit',
      '--data=1000',
      '--as=2000',
      '--cpu=60:65',
      '--fsize=500',
      '--nofile=20',
      '--core=0',
      '--',
      '/usr/bin/setpriv',
      '--pdeathsig',
      'KILL',
      '--',
      '/usr/bin/ffprobe',
      '-v',
      'error',
    ],
  ])
})

test('each guard is left out where the machine has no tool for it', () => {
  expect(wrapped({ setprivPath: undefined, niceness: 0 }, 'ffmpeg', ['-i'])).toEqual(['ffmpeg', ['-i']])
  expect(leadingWords({ setprivPath: undefined, prlimit }, 'ffmpeg').slice(-2)).toEqual(['--', 'ffmpeg'])
  expect(leadingWords({ setprivPath }, 'ffmpeg')).toEqual([
    setprivPath,
    '--pdeathsig',
    'KILL',
    '--',
    'ffmpeg',
  ])
  expect(describeWrapper({ setprivPath: undefined, niceness: 0 })).toEqual({
    niceness: 0,
    diesWithWorker: false,
    limits: 'none: prlimit is not here',
  })
  expect(describeWrapper({ setprivPath, prlimit, niceness: 3 })).toEqual({
    niceness: 3,
    diesWithWorker: true,
    limits,
  })
})

test('a run may be given less than the settings allow, never more', () => {
  expect(tightened(limits, { memoryBytes: 10, cpuSeconds: 600, fileBytes: 0 })).toEqual({
    memoryBytes: 10,
    cpuSeconds: 60,
    fileBytes: 0,
    openFiles: 20,
  })
  expect(tightened(limits, {})).toEqual(limits)
  expect(cpuWithin(1_500)).toEqual({ cpuSeconds: 16 })
  expect(prlimitWords(limits)).toContain('--core=0')
})

test('a tool is told where programs are, and nothing else', () => {
  expect(toolEnvironment({ searchPath: '/opt/bin' })).toEqual({ PATH: '/opt/bin' })
  expect(Object.keys(toolEnvironment({}))).toEqual(['PATH'])
})
