import type { Product } from '@cuepoint/infra/local'
import { readAttributes, readLines } from '../hls/m3u8.ts'
import { beepTimes, flashTimes } from '../stage/signal-times.ts'
import type { SeenClip, Teacher } from '../stage/teacher.ts'
import type { SyncCase } from './sync-cases.ts'

type Media = NonNullable<SeenClip['media']>

/** Later or earlier than this, lips and voice come apart. */
export const IN_STEP_MS = 40

export type SyncOutcome = {
  /** The largest of all differences, whatever its sign. */
  readonly worstMs: number
  readonly faults: readonly string[]
  readonly words: string
}

/**
 * Holds what is published against the file that was sent: how long after each flash its beep comes, as ffmpeg decodes
 * both, for every rendition with every sound. Each rendition is read alone and on its own clock, as a player does that
 * puts them together.
 */
export async function holdInStep(
  product: Product,
  teacher: Teacher,
  media: Media,
  { file, signals }: SyncCase & { readonly file: string },
): Promise<SyncOutcome> {
  const ffmpeg = product.env['FFMPEG_PATH'] ?? 'ffmpeg'
  const sent = {
    flashes: await flashTimes(ffmpeg, { input: file, map: '0:v:0' }),
    beeps: await beepTimes(ffmpeg, { input: file, map: '0:a:0' }),
  }
  const faults: string[] = []
  if (Math.min(sent.flashes.length, sent.beeps.length) < signals)
    faults.push(`the made clip itself has ${sent.flashes.length} flashes and ${sent.beeps.length} beeps`)
  const { pictures, sounds } = await playlistsOf(teacher, media.playlistUrl)
  const source = (url: string, map: string) => ({
    input: new URL(url, product.url).href,
    inputArgs: ['-headers', `Cookie: ${teacher.cookie}\r\n`, '-copyts'],
    map,
  })
  const flashes = new Map<string, readonly number[]>()
  for (const { name, url } of pictures) flashes.set(name, await flashTimes(ffmpeg, source(url, '0:v:0')))
  const beeps = new Map<string, readonly number[]>()
  for (const { name, url } of sounds) beeps.set(name, await beepTimes(ffmpeg, source(url, '0:a:0')))
  for (const [name, times] of flashes) {
    if (times.length < signals) faults.push(`${name} has ${times.length} flashes`)
  }
  for (const [name, times] of beeps) {
    if (times.length < signals) faults.push(`${name} has ${times.length} beeps`)
  }
  if (sounds.length === 0) faults.push('lost its sound')
  const worst = { ms: 0, where: '' }
  for (const [picture, flashed] of flashes) {
    for (const [sound, beeped] of beeps) {
      const off = worstOffset(sent, { flashes: flashed, beeps: beeped })
      if (Math.abs(off) > Math.abs(worst.ms))
        Object.assign(worst, { ms: off, where: `${picture} with ${sound}` })
    }
  }
  if (Math.abs(worst.ms) > IN_STEP_MS) faults.push(`${worst.where}: ${worst.ms.toFixed(0)} ms out of step`)
  const shift = shiftMs(sent.flashes, [...flashes.values()][0] ?? [])
  return {
    worstMs: Math.abs(worst.ms),
    faults,
    words: `${pictures.length} renditions with ${sounds.length} sounds, at worst ${worst.ms.toFixed(0)} ms; pictures ${shift.toFixed(0)} ms later than in the file`,
  }
}

type Signals = { readonly flashes: readonly number[]; readonly beeps: readonly number[] }

/** In milliseconds; above 0 the sound comes too early. Signals that only one of the two has are counted elsewhere. */
function worstOffset(sent: Signals, played: Signals): number {
  const pairs = Math.min(...[sent, played].flatMap(({ flashes, beeps }) => [flashes.length, beeps.length]))
  const gap = ({ flashes, beeps }: Signals, i: number) => (flashes[i] ?? 0) - (beeps[i] ?? 0)
  return Array.from({ length: pairs }, (_, i) => (gap(played, i) - gap(sent, i)) * 1_000).reduce(
    (worst, each) => (Math.abs(each) > Math.abs(worst) ? each : worst),
    0,
  )
}

const shiftMs = (sent: readonly number[], played: readonly number[]): number =>
  ((played[0] ?? Number.NaN) - (sent[0] ?? Number.NaN)) * 1_000

async function playlistsOf(teacher: Teacher, masterUrl: string) {
  const lines = readLines(await (await teacher.get(masterUrl)).text())
  const beside = (uri: string) => masterUrl.replace(/[^/]*$/, uri)
  const pictures = lines.flatMap(({ uri }) => (uri === undefined ? [] : { name: uri, url: beside(uri) }))
  const sounds = lines
    .filter(({ tag }) => tag === '#EXT-X-MEDIA')
    .flatMap(({ value }) => {
      const { text } = readAttributes(value)
      const uri = text('URI')
      return uri === undefined ? [] : { name: text('NAME') ?? uri, url: beside(uri) }
    })
  return { pictures, sounds }
}
