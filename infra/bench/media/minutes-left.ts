/** What the clip's row said at one moment; both in seconds, the moment in the database's own time. */
export type SaidLeft = { readonly atSeconds: number; readonly leftSeconds: number }

/** Sooner than this nobody reads minutes. */
const SHORT_SECONDS = 10

/**
 * How far off what was said of the time left was at worst: the whole length that it came to, against how long it
 * really took, as a part of that. After the first tenth, because a pace has to be seen before it can be told. 0 where
 * all was over at once, 1 where it took long and nothing was said.
 */
export function worstOfTold(said: readonly SaidLeft[], beganSeconds: number, endedSeconds: number): number {
  const tookSeconds = endedSeconds - beganSeconds
  if (tookSeconds < SHORT_SECONDS) return 0
  const told = said.filter(
    ({ atSeconds }) => atSeconds >= beganSeconds + tookSeconds / 10 && atSeconds <= endedSeconds,
  )
  if (told.length === 0) return 1
  return Math.max(
    ...told.map(
      ({ atSeconds, leftSeconds }) => Math.abs(atSeconds + leftSeconds - endedSeconds) / tookSeconds,
    ),
  )
}
