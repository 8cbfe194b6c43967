export type Sample = { atMs: number; sentBytes: number }

/** How far back the rate looks: long enough to be calm, short enough to notice a change of cell. */
const windowMs = 12_000
/** Before this much has been seen, any promise of minutes would be a guess. */
const settledMs = 2_000

/** The samples to keep when a new one comes. */
export const withSample = (samples: readonly Sample[], next: Sample): Sample[] => [
  ...samples.filter((sample) => next.atMs - sample.atMs <= windowMs),
  next,
]

export type Pace = { bytesPerSecond: number; remainingMs: number }

/** The pace of the last seconds; undefined while too little is known or nothing moves. */
export function paceOf(samples: readonly Sample[], totalBytes: number): Pace | undefined {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.atMs - first.atMs < settledMs) return undefined
  const bytesPerSecond = ((last.sentBytes - first.sentBytes) * 1000) / (last.atMs - first.atMs)
  if (bytesPerSecond <= 0) return undefined
  return { bytesPerSecond, remainingMs: ((totalBytes - last.sentBytes) / bytesPerSecond) * 1000 }
}
