import type { Clip, ClipMedia } from '@cuepoint/contracts'

/** How far a clip is made whose first rendition is not whole yet. */
export type Making = {
  madeUntilMs: number
  durationMs: number
  /** Until all of it can be watched; null where that is not known. */
  remainingMs: number | null
}

/** Null for a clip that can be watched from its beginning to its end. */
export function makingOf(
  { partly, durationMs }: Pick<ClipMedia, 'partly' | 'durationMs'>,
  { progressPercent, remainingMs }: Pick<Clip, 'progressPercent' | 'remainingMs'>,
): Making | null {
  if (!partly) return null
  return { madeUntilMs: Math.round((progressPercent / 100) * durationMs), durationMs, remainingMs }
}

/**
 * Undefined where the clip is made at this moment; else how long it will be until it is there, as far as that is
 * known. It is made from its beginning on, so a moment comes in its share of the time that all of it takes. What the
 * server says of a part (`saidUnmade`) counts more than the figures, which come a little later.
 */
export function unmadeAt(
  { madeUntilMs, durationMs, remainingMs }: Making,
  atMs: number,
  saidUnmade: boolean,
): { remainingMs: number | null } | undefined {
  if (atMs < madeUntilMs && !saidUnmade) return undefined
  if (remainingMs === null || madeUntilMs >= durationMs) return { remainingMs }
  const share = Math.min(1, Math.max(0, (atMs - madeUntilMs) / (durationMs - madeUntilMs)))
  return { remainingMs: Math.round(share * remainingMs) }
}
