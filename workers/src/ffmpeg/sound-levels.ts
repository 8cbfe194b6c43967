/**
 * How loud a clip's sound is, from the momentary loudness of its blocks of 400 ms, one each 100 ms, as the
 * gating of ITU-R BS.1770-4 wants them. LUFS, that is decibels on a scale that follows the ear.
 */
export interface Loudness {
  /** Of all that stands out from the pauses; undefined where there is nothing to hear at all. */
  readonly integratedLufs: number | undefined
  /** How far the loud moments are above the quiet ones, in LU: talk has 10 and more, a fan has none. */
  readonly spreadLu: number
  /** What becomes of `integratedLufs` once the moments above `kneeLufs` are held back. */
  readonly heldBackLufs: number | undefined
  /** Where holding back begins: below it are the far voices. */
  readonly kneeLufs: number
}

/** What is done to the sound, in decibels. */
export interface SoundLevels {
  /** Undefined where nothing is held back. */
  readonly kneeDb: number | undefined
  readonly gainDb: number
}

/** Talk played by a phone's own speaker in a room: louder than broadcast, as podcasts do it. */
const TARGET_LUFS = -18
const GAIN_AT_MOST_DB = 24
const GAIN_AT_LEAST_DB = -12
/** A room without anybody in it. Made louder it would only be noise. */
const SILENCE_LUFS = -60
/** Quiet, and always the same: hiss of the microphone, a fan. */
const STEADY_SPREAD_LU = 4
const STEADY_AT_MOST_LUFS = -40
const STEADY_GAIN_AT_MOST_DB = 6
/** The teacher stands beside the phone and the children sit far from it: what is this far above them gives way. */
const KNEE_BELOW_LU = 10
/** Half of what is above the knee stays: nobody hears it work. */
export const heldBackRatio = 2
/** Measured on talk: the compressor rises with each syllable and sinks slowly, so it hears more than the mean. */
const COMPRESSOR_HEARS_MORE_DB = 2.5

const LOWEST_LUFS = -70
const HIGHEST_LUFS = 10
const BINS_PER_LU = 10

/** Gathers moments in a histogram: memory does not grow with the clip. */
export function createLoudnessMeter(): {
  /** A line as `ametadata=print` writes it; lines about other things are passed over. */
  line(text: string): void
  loudness(): Loudness
} {
  const bins = new Uint32Array((HIGHEST_LUFS - LOWEST_LUFS) * BINS_PER_LU)
  return {
    line(text) {
      const momentary = Number.parseFloat(/^lavfi\.r128\.M=(\S+)/.exec(text)?.[1] ?? '')
      // The standard's absolute gate.
      if (!(momentary > LOWEST_LUFS)) return
      const bin = Math.min(bins.length - 1, Math.floor((momentary - LOWEST_LUFS) * BINS_PER_LU))
      bins[bin] = (bins[bin] ?? 0) + 1
    },
    loudness: () => describe(bins),
  }
}

function describe(bins: Uint32Array): Loudness {
  const integratedLufs = gated(bins, (lufs) => lufs)
  const kneeLufs = (integratedLufs ?? LOWEST_LUFS) - KNEE_BELOW_LU
  return {
    integratedLufs,
    spreadLu: percentile(bins, 0.95) - percentile(bins, 0.1),
    heldBackLufs: gated(bins, (lufs) => Math.min(lufs, kneeLufs + (lufs - kneeLufs) / heldBackRatio)),
    kneeLufs,
  }
}

/** Decides what makes the sound easy to hear on a phone. Silence and hiss stay what they are. */
export function decideLevels({ integratedLufs, heldBackLufs, spreadLu, kneeLufs }: Loudness): SoundLevels {
  const untouched: SoundLevels = { kneeDb: undefined, gainDb: 0 }
  if (integratedLufs === undefined || heldBackLufs === undefined) return untouched
  if (integratedLufs < SILENCE_LUFS) return untouched
  if (spreadLu < STEADY_SPREAD_LU && integratedLufs < STEADY_AT_MOST_LUFS) {
    return {
      kneeDb: undefined,
      gainDb: tenths(Math.min(STEADY_GAIN_AT_MOST_DB, TARGET_LUFS - integratedLufs)),
    }
  }
  const gainDb = TARGET_LUFS - heldBackLufs
  // So quiet that every decibel is needed: nothing is taken away before.
  if (gainDb > GAIN_AT_MOST_DB) {
    return { kneeDb: undefined, gainDb: tenths(Math.min(GAIN_AT_MOST_DB, TARGET_LUFS - integratedLufs)) }
  }
  return {
    kneeDb: tenths(kneeLufs + COMPRESSOR_HEARS_MORE_DB),
    gainDb: tenths(Math.max(GAIN_AT_LEAST_DB, gainDb)),
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10
const lufsOf = (bin: number): number => LOWEST_LUFS + (bin + 0.5) / BINS_PER_LU

/** BS.1770-4, 5.1: the mean of the energies of the blocks at most 10 LU below the mean of them all. */
function gated(bins: Uint32Array, heard: (lufs: number) => number): number | undefined {
  const meanAbove = (gate: number): number | undefined => {
    let energy = 0
    let blocks = 0
    for (const [bin, count] of bins.entries()) {
      const lufs = heard(lufsOf(bin))
      if (count === 0 || lufs <= gate) continue
      energy += count * 10 ** (lufs / 10)
      blocks += count
    }
    return blocks === 0 ? undefined : 10 * Math.log10(energy / blocks)
  }
  const all = meanAbove(LOWEST_LUFS)
  return all === undefined ? undefined : meanAbove(all - 10)
}

function percentile(bins: Uint32Array, part: number): number {
  const wanted = bins.reduce((sum, count) => sum + count, 0) * part
  let seen = 0
  for (const [bin, count] of bins.entries()) {
    seen += count
    if (seen > 0 && seen >= wanted) return lufsOf(bin)
  }
  return LOWEST_LUFS
}
