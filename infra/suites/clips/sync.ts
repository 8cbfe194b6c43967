import type { Product } from '@cuepoint/infra/local'
import { fetchLadder } from '../hls/fetch-ladder.ts'
import { shownSeconds } from '../hls/timeline.ts'
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
 * puts them together. The clock of the pictures is read from the boxes: ffmpeg itself moves a fragmented file whose
 * composition offsets go below zero by the lowest of them, which browsers do not (ISO 14496-12, 8.6.1.3 and 8.8.8).
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
  const ladder = await fetchLadder(teacher, media.playlistUrl, 0)
  const source = (uri: string, map: string) => ({
    input: new URL(media.playlistUrl.replace(/[^/]*$/, uri), product.url).href,
    inputArgs: ['-headers', `Cookie: ${teacher.cookie}\r\n`, '-copyts'],
    map,
  })
  const flashes = new Map<string, readonly number[]>()
  for (const { uri, track } of ladder.variants) {
    const times = await flashTimes(ffmpeg, source(uri, '0:v:0'), shownSeconds(track)).catch(
      (error: unknown) => void faults.push(`${uri}: ${String(error)}`),
    )
    flashes.set(uri, times ?? [])
  }
  const beeps = new Map<string, readonly number[]>()
  for (const { attributes, track } of ladder.renditions) {
    if (track)
      beeps.set(attributes.text('NAME') ?? track.uri, await beepTimes(ffmpeg, source(track.uri, '0:a:0')))
  }
  for (const [name, times] of flashes) {
    if (times.length < signals) faults.push(`${name} has ${times.length} flashes`)
  }
  for (const [name, times] of beeps) {
    if (times.length < signals) faults.push(`${name} has ${times.length} beeps`)
  }
  if (beeps.size === 0) faults.push('lost its sound')
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
    words: `${flashes.size} renditions with ${beeps.size} sounds, at worst ${worst.ms.toFixed(0)} ms; pictures ${shift.toFixed(0)} ms later than in the file`,
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
