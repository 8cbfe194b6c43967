/** A stretch that is being played on request. */
export type PlayedRange = { atMs: number; endMs: number; loop: boolean }
export type StopMark = { id: string; atMs: number; endMs: number | null }

export type Crossing =
  | { name: 'none' }
  | { name: 'repeat'; seekMs: number }
  | { name: 'range-end'; seekMs: number }
  /** A prompt's moment has come; the clip goes on when the prompt is about a range. */
  | { name: 'reached'; markId: string; pauseAtMs: number | null }
  /** The end of a prompt's range. */
  | { name: 'finished'; markId: string; pauseAtMs: number }

/** A jump longer than this is a seek, not playing. */
const longestFrameMs = 2000

/** What playing from one shown moment to the next has crossed. Looking for at most one thing: the earliest. */
export function crossingOf(
  fromMs: number,
  toMs: number,
  range: PlayedRange | null,
  marks: readonly StopMark[],
): Crossing {
  if (range) {
    if (toMs < range.endMs) return { name: 'none' }
    return range.loop ? { name: 'repeat', seekMs: range.atMs } : { name: 'range-end', seekMs: range.endMs }
  }
  if (toMs <= fromMs || toMs - fromMs > longestFrameMs) return { name: 'none' }
  const crossed = (atMs: number) => atMs > fromMs && atMs <= toMs
  let earliest: { atMs: number; crossing: Crossing } | undefined
  const consider = (atMs: number, crossing: Crossing) => {
    if (crossed(atMs) && (!earliest || atMs < earliest.atMs)) earliest = { atMs, crossing }
  }
  for (const { id, atMs, endMs } of marks) {
    consider(atMs, { name: 'reached', markId: id, pauseAtMs: endMs === null ? atMs : null })
    if (endMs !== null) consider(endMs, { name: 'finished', markId: id, pauseAtMs: endMs })
  }
  return earliest?.crossing ?? { name: 'none' }
}

/** The middle of the neighbouring frame, so that rounding never shows the same frame again. */
export function frameStepMs(atMs: number, framesPerSecond: number, direction: 1 | -1): number {
  const rate = framesPerSecond > 0 ? framesPerSecond : 30
  const frame = Math.floor((atMs * rate) / 1000 + 1e-6)
  return Math.max(0, Math.round(((frame + direction + 0.5) * 1000) / rate))
}
