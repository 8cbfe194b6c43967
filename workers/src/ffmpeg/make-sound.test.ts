import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MediaFolder, mediaFolder } from '../testing/media-folder.ts'
import { type MadeSound, makeSound } from './make-sound.ts'
import { levelledPlaylist } from './sound-args.ts'

const RATE = 48_000
let media: MediaFolder
beforeAll(async () => {
  media = await mediaFolder()
})
afterAll(() => media[Symbol.asyncDispose]())

type Made = MadeSound & { readonly dir: string; readonly samples: Float32Array }

/** The sound as made and as a player decodes it, all channels behind each other. */
async function made(inputFile: string, channels: 1 | 2, durationMs: number): Promise<Made> {
  const dir = await media.outputDir()
  const sound = await makeSound(media.tool, {
    inputFile,
    outputDir: dir,
    channels,
    durationMs,
    threads: 1,
    timeLimitMs: 60_000,
    signal: new AbortController().signal,
  })
  const bytes = await media.output(['-i', `file:${join(dir, levelledPlaylist)}`, '-f', 'f32le'])
  return { ...sound, dir, samples: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) }
}

const heard = (expression: string, seconds: number, layout = 'mono') => [
  ...['-f', 'lavfi', '-i', `aevalsrc='${expression}':s=44100:d=${seconds}:c=${layout}`],
]
/** Three syllables a second with pauses, as loud as `level` says. */
const talk = (level: number) => `${level}*sin(2*PI*400*t)*gt(sin(2*PI*3*t),0)*gt(sin(2*PI*t/5),-0.5)`
const peakOf = (samples: Float32Array) => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** Where silence ends, in milliseconds, at least half a second after the time before. */
function onsetsMs(samples: Float32Array): number[] {
  const loud = peakOf(samples) / 4
  const onsets: number[] = []
  let lastLoud = Number.NEGATIVE_INFINITY
  for (const [i, value] of samples.entries()) {
    if (Math.abs(value) < loud) continue
    if (i - lastLoud > RATE / 2) onsets.push((i * 1_000) / RATE)
    lastLoud = i
  }
  return onsets
}

const beeps = '0.3*sin(2*PI*1000*t)*between(mod(t,4),1,1.2)'

test('a beep is heard when it was made, in every segment', async () => {
  const { samples, levelled } = await made(
    await media.make('beeps.m4a', [...heard(beeps, 10), '-c:a', 'aac']),
    1,
    10_000,
  )
  expect(levelled.segments).toHaveLength(3)
  for (const [i, at] of onsetsMs(samples).entries())
    expect(Math.abs(at - (1_000 + i * 4_000))).toBeLessThan(5)
  expect(onsetsMs(samples)).toHaveLength(3)
  expect(samples.length / RATE).toBeCloseTo(10, 1)
})

test('a short hole stays a hole: what follows is heard when it was made', async () => {
  const hole = ['-af', "asetnsamples=441,aselect='not(between(t,0.5,0.555))'", '-c:a', 'flac']
  const { samples } = await made(await media.make('hole.mkv', [...heard(beeps, 6), ...hole]), 1, 6_000)
  const [first = 0, second = 0] = onsetsMs(samples)
  expect(Math.abs(first - 1_000)).toBeLessThan(5)
  expect(Math.abs(second - 5_000)).toBeLessThan(5)
})

test('its time begins at 0, with no edit list to say otherwise', async () => {
  const { dir, levelled } = await made(
    await media.make('start.m4a', [...heard(talk(0.1), 5), '-c:a', 'aac']),
    1,
    5_000,
  )
  const [first] = levelled.segments
  const segment = await readFile(join(dir, first?.file ?? ''))
  const at = segment.indexOf('tfdt')
  expect(segment.readUInt8(at + 4)).toBe(1)
  expect(segment.readBigUInt64BE(at + 8)).toBe(0n)
  const init = await readFile(join(dir, levelled.initFile))
  // One entry that begins at the media's own 0, or none at all.
  const edit = init.indexOf('elst')
  const entry = edit < 0 ? [1, 0] : [init.readUInt32BE(edit + 8), init.readInt32BE(edit + 16)]
  expect(entry).toEqual([1, 0])
})

test('sound that begins late stays late, and one that ends early is filled up', async () => {
  const late = await media.make('late.mkv', [...['-itsoffset', '0.5', ...heard(beeps, 3), '-c:a', 'flac']])
  const { samples, levelled } = await made(late, 1, 9_000)
  expect(onsetsMs(samples)[0]).toBeCloseTo(1_500, -1)
  expect(levelled.durationMs).toBeCloseTo(9_000, -2)
})

/** Integrated loudness and highest true peak, as ffmpeg's own meter reads them. */
async function meterOf(path: string): Promise<{ lufs: number; peakDb: number }> {
  const printed = await media.output([
    ...['-i', `file:${path}`, '-af'],
    'ebur128=metadata=1:dualmono=1:peak=true,ametadata=mode=print:file=-',
    ...['-f', 'null'],
  ])
  const of = (key: string) =>
    [...String(printed).matchAll(new RegExp(`${key}=(\\S+)`, 'g'))].map(([, value]) => Number(value))
  return {
    lufs: of('lavfi\\.r128\\.I').at(-1) ?? Number.NaN,
    peakDb: 20 * Math.log10(Math.max(...of('lavfi\\.r128\\.true_peaks_ch\\d'))),
  }
}

test.each([
  ['quiet talk', 0.03, 1],
  ['quiet talk in stereo', 0.03, 2],
  ['loud talk', 0.9, 2],
] as const)('%s comes out near -18 LUFS and under the ceiling', async (_what, level, channels) => {
  const voice = Array.from({ length: channels }, () => talk(level)).join('|')
  const input = await media.make(`talk-${level}-${channels}.m4a`, [
    ...heard(voice, 15, channels === 1 ? 'mono' : 'stereo'),
    ...['-c:a', 'aac', '-b:a', '128k'],
  ])
  const { dir } = await made(input, channels, 15_000)
  const { lufs, peakDb } = await meterOf(join(dir, levelledPlaylist))
  expect(lufs).toBeGreaterThan(-20)
  expect(lufs).toBeLessThan(-16)
  expect(peakDb).toBeLessThan(-1.5)
})

test('far voices come nearer to the near one', async () => {
  // Five seconds near, five seconds far.
  const room = `0.2*sin(2*PI*400*t)*gt(sin(2*PI*3*t),0)*if(lt(mod(t,10),5),1,0.1)`
  const { samples } = await made(await media.make('room.m4a', [...heard(room, 20), '-c:a', 'aac']), 1, 20_000)
  const energy = (fromSecond: number) =>
    samples.subarray(fromSecond * RATE, (fromSecond + 3) * RATE).reduce((sum, value) => sum + value ** 2, 0)
  const distanceDb = 10 * Math.log10(energy(11) / energy(16))
  expect(distanceDb).toBeGreaterThan(5)
  expect(distanceDb).toBeLessThan(16)
})

test('an empty room stays quiet', async () => {
  const silent = await made(await media.make('silent.m4a', [...heard('0', 4), '-c:a', 'aac']), 1, 4_000)
  expect(peakOf(silent.samples)).toBe(0)
  expect(silent.loudness.integratedLufs).toBeUndefined()
  const hissing = await media.make('hiss.m4a', [...heard('0.006*(random(0)-0.5)', 8), '-c:a', 'aac'])
  const hiss = await made(hissing, 1, 8_000)
  expect((await meterOf(join(hiss.dir, levelledPlaylist))).lufs).toBeLessThan(-40)
})

test('who speaks in the centre of five channels is heard in both of two', async () => {
  const five = await media.make('five.mkv', [
    ...heard(`0|0|${talk(0.1)}|0|0|0`, 6, '5.1'),
    ...['-c:a', 'ac3', '-b:a', '448k'],
  ])
  const { samples } = await made(five, 2, 6_000)
  expect(peakOf(samples.filter((_value, i) => i % 2 === 0))).toBeGreaterThan(0.1)
  expect(peakOf(samples.filter((_value, i) => i % 2 === 1))).toBeGreaterThan(0.1)
})

test('the peaks follow the sound, and nothing else stays behind', async () => {
  const { dir, peaksFile } = await made(
    await media.make('p.m4a', [...heard(beeps, 6), '-c:a', 'aac']),
    1,
    6_000,
  )
  const peaks = await readFile(join(dir, peaksFile))
  const [rate, perPoint, length] = [8, 12, 16].map((at) => peaks.readInt32LE(at)) as [number, number, number]
  expect((perPoint * length) / rate).toBeCloseTo(6, 1)
  const highest = (fromMs: number, toMs: number) => {
    const point = (ms: number) => Math.floor((ms * rate) / 1_000 / perPoint)
    return Math.max(...new Int8Array(peaks.subarray(24)).subarray(2 * point(fromMs), 2 * point(toMs)))
  }
  expect(highest(1_050, 1_150)).toBeGreaterThan(30)
  expect(highest(1_300, 4_900)).toBeLessThan(3)
  expect((await readdir(dir)).sort()).toEqual([
    'peaks.dat',
    'sound-levelled-00000.m4s',
    'sound-levelled-00001.m4s',
    'sound-levelled-init.mp4',
    'sound-levelled.m3u8',
  ])
})

test('a file without sound is a fault, not an empty rendition', async () => {
  const mute = await media.make('mute.mp4', ['-f', 'lavfi', '-i', 'testsrc2=duration=1'])
  await expect(made(mute, 1, 1_000)).rejects.toMatchObject({ code: 'ffmpeg-exited' })
})
