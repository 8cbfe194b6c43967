import { clapping, LESSON_SECONDS, type Speaker, talk, type Utterance } from './script.ts'

export const SAMPLES_PER_SECOND = 24_000
const SYLLABLE_SECONDS = 0.19

const pitchHz: Readonly<Record<Speaker, number>> = { teacher: 195, mali: 320, ben: 290, suda: 350 }
/** Two resonances of the mouth for five vowels, in Hz for a grown-up; a child's are a quarter higher. */
const vowels: readonly (readonly [number, number])[] = [
  [730, 1090],
  [530, 1840],
  [390, 1990],
  [570, 840],
  [440, 1020],
]

/** The lesson's sound as signed 16-bit samples, one channel: voices that speak no language, and clapping. */
export function lessonSound(): Buffer {
  const samples = new Float64Array(LESSON_SECONDS * SAMPLES_PER_SECOND)
  const random = seededRandom(7)
  for (const [index, utterance] of talk.entries()) speak(samples, utterance, index)
  for (let at = clapping.from; at < clapping.until; at += clapping.everySeconds) clap(samples, at, random)
  // A room is never quite silent; digital silence would sound like a fault.
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = (samples[index] ?? 0) + (random() - 0.5) * 0.004
  const bytes = Buffer.alloc(samples.length * 2)
  for (const [index, sample] of samples.entries())
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_000), index * 2)
  return bytes
}

function speak(samples: Float64Array, { who, from, syllables, rises }: Utterance, seed: number): void {
  const scale = who === 'teacher' ? 1 : 1.25
  for (let syllable = 0; syllable < syllables; syllable += 1) {
    const [first, second] = vowels[(seed * 3 + syllable * 2) % vowels.length] ?? [500, 1500]
    const part = syllables === 1 ? 0 : syllable / (syllables - 1)
    const pitch = pitchHz[who] * (rises ? 0.95 + 0.3 * part ** 3 : 1.08 - 0.16 * part)
    tone(samples, from + syllable * SYLLABLE_SECONDS * (syllables === 1 ? 2 : 1), pitch, [
      first * scale,
      second * scale,
    ])
  }
}

/** One syllable: the pitch and its overtones, each as loud as the two resonances let it be. */
function tone(
  samples: Float64Array,
  from: number,
  pitch: number,
  [first, second]: readonly [number, number],
): void {
  const length = Math.floor(SYLLABLE_SECONDS * 0.92 * SAMPLES_PER_SECOND)
  const overtones = Array.from({ length: Math.floor(4_000 / pitch) }, (_, index) => {
    const hz = (index + 1) * pitch
    const loudness =
      Math.exp(-(((hz - first) / 160) ** 2)) +
      0.5 * Math.exp(-(((hz - second) / 220) ** 2)) +
      0.04 / (index + 1)
    return { step: (2 * Math.PI * hz) / SAMPLES_PER_SECOND, loudness }
  })
  const start = Math.floor(from * SAMPLES_PER_SECOND)
  for (let index = 0; index < length; index += 1) {
    const envelope = Math.sin((Math.PI * index) / length) ** 0.7
    const wave = overtones.reduce((sum, { step, loudness }) => sum + loudness * Math.sin(step * index), 0)
    samples[start + index] = (samples[start + index] ?? 0) + 0.16 * envelope * wave
  }
}

function clap(samples: Float64Array, at: number, random: () => number): void {
  const start = Math.floor(at * SAMPLES_PER_SECOND)
  for (let index = 0; index < SAMPLES_PER_SECOND * 0.06; index += 1) {
    const sample = (random() - 0.5) * 0.5 * Math.exp(-index / (SAMPLES_PER_SECOND * 0.012))
    samples[start + index] = (samples[start + index] ?? 0) + sample
  }
}

/** The same numbers on every machine, so that the same clip is made. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** Who is speaking at that second, for mouths that move. */
export function isSpeaking(who: Speaker, second: number): boolean {
  return talk.some(
    (each) =>
      each.who === who && second >= each.from && second < each.from + each.syllables * SYLLABLE_SECONDS,
  )
}
