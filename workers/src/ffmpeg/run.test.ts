import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeClip, testServices } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localFile } from './accepted-input.ts'
import { probe } from './probe.ts'
import { FfmpegFault, runFfmpeg } from './run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-ffmpeg-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const tools = () => ({ ...testServices(), wrapper: { setprivPath: undefined, niceness: 5 } })
const patience = () => ({ signal: new AbortController().signal, timeLimitMs: 30_000 })
/** Plays as fast as a clock: it ends in an hour. */
const endless = { args: ['-re', '-f', 'lavfi'], file: 'testsrc2=duration=3600' }
const limits = { maxPixels: 10_000_000, maxStreams: 24, maxFrames: 10_000, maxDurationMs: 60_000 }
const nowhere = { args: ['-f', 'null'], file: '-' }

const faultOf = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('words with spaces and signs arrive as they are', async () => {
  const output = join(folder, 'a "quoted" name.mkv')
  await runFfmpeg(
    tools(),
    {
      input: { args: ['-f', 'lavfi'], file: 'testsrc2=duration=1' },
      output: { args: ['-metadata', 'title=a b  c=d', '-c:v', 'mpeg4'], file: output },
    },
    patience(),
  )
  const tags = execFileSync(tools().ffprobePath, [
    '-v',
    'error',
    '-show_entries',
    'format_tags=title',
    output,
  ])
  expect(String(tags)).toContain('title=a b  c=d')
})

test('progress is the output’s time, and goes up', async () => {
  const heard: number[] = []
  await runFfmpeg(
    tools(),
    { input: { args: ['-f', 'lavfi'], file: 'testsrc2=duration=4' }, output: nowhere },
    { ...patience(), onProgress: (ms) => void heard.push(ms) },
  )
  expect(heard.at(-1)).toBeGreaterThan(3_500)
  expect(heard).toEqual([...heard].sort((a, b) => a - b))
})

test('a fault tells how it ended, and keeps what was printed out of its message', async () => {
  const secret = join(folder, 'private-title.mp4')
  const fault = await faultOf(
    runFfmpeg(tools(), { input: { args: ['-f', 'mp4'], file: secret }, output: nowhere }, patience()),
  )
  expect(fault).toBeInstanceOf(FfmpegFault)
  expect(fault).toMatchObject({ end: 'exited', code: 'ffmpeg-exited', message: 'ffmpeg exited' })
  expect((fault as FfmpegFault).tail.join('\n')).toContain('No such file')
})

test('an abort ends it at once, before and after it has begun', async () => {
  const begun = new AbortController()
  const running = runFfmpeg(
    tools(),
    { input: endless, output: nowhere },
    { signal: begun.signal, timeLimitMs: 60_000, onProgress: () => begun.abort() },
  )
  expect(await faultOf(running)).toMatchObject({ end: 'aborted' })
  const early = runFfmpeg(
    tools(),
    { input: endless, output: nowhere },
    { signal: AbortSignal.abort(), timeLimitMs: 60_000 },
  )
  expect(await faultOf(early)).toMatchObject({ end: 'aborted' })
})

test('what takes too long is ended', async () => {
  const slow = runFfmpeg(tools(), { input: endless, output: nowhere }, { ...patience(), timeLimitMs: 300 })
  expect(await faultOf(slow)).toMatchObject({ end: 'too-slow' })
})

test('a tool that is not there is told apart', async () => {
  const missing = {
    ...tools(),
    ffmpegPath: join(folder, 'no-ffmpeg'),
    wrapper: { setprivPath: undefined, niceness: 0 },
  }
  expect(await faultOf(runFfmpeg(missing, { input: endless, output: nowhere }, patience()))).toMatchObject({
    end: 'not-started',
  })
})

test('a playlist in a video’s clothes reads no other file', async () => {
  const other = await makeClip({ seconds: 1 })
  const disguised = join(folder, 'disguised.mp4')
  for (const text of [
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${other}\n#EXT-X-ENDLIST\n`,
    `ffconcat version 1.0\nfile '${other}'\n`,
  ]) {
    await writeFile(disguised, text)
    const probed = await probe(tools(), localFile(disguised), {
      ...limits,
      signal: AbortSignal.timeout(20_000),
    })
    expect(probed).toMatchObject({ readable: false })
  }
})

test('what is read of a file is its own words turned into ours', async () => {
  const path = await makeClip({ seconds: 2, rotation: 90, fps: 25 })
  const probed = await probe(tools(), localFile(path), { ...limits, signal: AbortSignal.timeout(20_000) })
  if (!probed.readable) throw new Error(probed.why)
  expect(probed.video).toMatchObject({
    codec: 'h264',
    width: 640,
    height: 360,
    orientation: { mirrored: false, quarterTurns: 3 },
    frames: 50,
  })
  expect(probed.video?.frameMs).toBeCloseTo(40)
  expect(probed.sound).toMatchObject({ codec: 'aac' })
  expect(probed.lostSound).toBeUndefined()
})

test('a picture larger than allowed is not even decoded', async () => {
  const path = await makeClip({ seconds: 1 })
  const probed = await probe(tools(), localFile(path), {
    ...limits,
    maxPixels: 100 * 100,
    signal: AbortSignal.timeout(20_000),
  })
  expect(probed).toEqual({ readable: false, why: 'too-many-pixels' })
})

test('more frames or tracks than allowed are not even counted, and as many as allowed are', async () => {
  const path = await makeClip({ seconds: 2, fps: 25 })
  const signal = AbortSignal.timeout(20_000)
  const whole = await probe(tools(), localFile(path), { ...limits, maxStreams: 2, maxFrames: 200, signal })
  expect(whole).toMatchObject({ readable: true, streamCount: 2, video: { frames: 50 } })
  expect(await probe(tools(), localFile(path), { ...limits, maxFrames: 100, signal })).toEqual({
    readable: false,
    why: 'too-many-frames',
  })
  expect(await probe(tools(), localFile(path), { ...limits, maxStreams: 1, signal })).toEqual({
    readable: false,
    why: 'too-many-streams',
  })
})

test('a tool is told nothing of our environment but where programs are', async () => {
  const script = join(folder, 'told')
  await writeFile(script, '#!/bin/sh\nenv > "$0.env"\n', { mode: 0o755 })
  process.env['FFREPORT'] = `file=${join(folder, 'report.log')}`
  try {
    await runFfmpeg({ ...tools(), ffmpegPath: script }, { input: endless, output: nowhere }, patience())
  } finally {
    delete process.env['FFREPORT']
  }
  const names = (await readFile(`${script}.env`, 'utf8')).split('\n').map((line) => line.split('=')[0])
  expect(names).toContain('PATH')
  // The shell adds these three by itself.
  expect(names.filter((name) => name && !['PATH', 'PWD', 'SHLVL', '_', 'OLDPWD'].includes(name))).toEqual([])
})
