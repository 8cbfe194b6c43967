import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LIMIT_MS = 120_000
const WINDOW_SECONDS = 0.0025
/** Signals stand further apart than this; what is nearer belongs to the one before. */
const APART_SECONDS = 0.5

/** What to read and how: a file, or an address with its cookie. */
export type SignalSource = {
  readonly input: string
  readonly inputArgs?: readonly string[]
  /** Which of its streams, as ffmpeg's `-map` takes it. */
  readonly map: string
}

/**
 * When the picture turns white, in seconds on the source's own clock, or on the one given: for each picture, in the
 * order of showing, when it is shown. Rejects when ffmpeg decodes another number of pictures than that.
 */
export async function flashTimes(
  ffmpeg: string,
  source: SignalSource,
  shownAtSeconds?: readonly number[],
): Promise<readonly number[]> {
  const filter =
    'scale=64:64:flags=area,format=gray,signalstats,metadata=mode=print:key=lavfi.signalstats.YAVG:file=-'
  const lights = await measured(ffmpeg, source, ['-vf', filter, '-an'])
  if (!shownAtSeconds) return onsets(lights, 0.55, 60)
  if (lights.length !== shownAtSeconds.length)
    throw new Error(`${lights.length} pictures were decoded of ${shownAtSeconds.length}`)
  return onsets(
    lights.map(({ value }, i) => ({ at: shownAtSeconds[i] ?? Number.NaN, value })),
    0.55,
    60,
  )
}

/** When the tone starts, in seconds on the source's own clock. */
export async function beepTimes(ffmpeg: string, source: SignalSource): Promise<readonly number[]> {
  const filter = [
    'aresample=16000',
    // One side of a stereo pair may be silent; mixing it in only halves the tone.
    'aformat=channel_layouts=mono',
    'highpass=f=700',
    'lowpass=f=1400',
    `asetnsamples=n=${16_000 * WINDOW_SECONDS}:p=0`,
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level',
    'ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=-',
  ].join(',')
  const levels = await measured(ffmpeg, source, ['-af', filter, '-vn'])
  // From decibels to what can be compared with half of the loudest.
  const loudness = levels.map(({ at, value }) => ({ at, value: 10 ** (value / 20) }))
  return onsets(loudness, 0.4, 0.005)
}

type Measured = { readonly at: number; readonly value: number }

async function measured(ffmpeg: string, source: SignalSource, args: string[]): Promise<readonly Measured[]> {
  const all = [
    '-hide_banner',
    '-nostdin',
    '-loglevel',
    'error',
    ...(source.inputArgs ?? []),
    '-i',
    source.input,
    '-map',
    source.map,
    ...args,
    '-f',
    'null',
    '-',
  ]
  // What a damaged file still gives counts, whatever is said about the rest of it.
  const { stdout } = await run(ffmpeg, all, { timeout: LIMIT_MS, maxBuffer: 200_000_000 }).catch(
    (error: unknown) => ({ stdout: (error as { stdout?: string }).stdout ?? '' }),
  )
  const found: Measured[] = []
  let at = Number.NaN
  for (const line of stdout.split('\n')) {
    const time = /pts_time:(-?[\d.]+)/.exec(line)?.[1]
    if (time !== undefined) at = Number(time)
    const value = /=(-?[\d.]+|-?inf|-?nan)$/.exec(line)?.[1]
    if (value !== undefined) found.push({ at, value: value.includes('n') ? -200 : Number(value) })
  }
  return found
}

/** Where a value first rises above a share of the way from its middle to its highest. */
function onsets(values: readonly Measured[], share: number, leastRise: number): readonly number[] {
  const sorted = values.map(({ value }) => value).toSorted((a, b) => a - b)
  const [middle = 0, highest = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  if (highest - middle < leastRise) return []
  const threshold = middle + (highest - middle) * share
  const times: number[] = []
  for (const { at, value } of values) {
    if (value < threshold) continue
    const last = times.at(-1)
    if (last === undefined || at - last > APART_SECONDS) times.push(at)
  }
  return times
}
