import { segmentSeconds } from './rendition-files.ts'

const GRID_MS = segmentSeconds * 1_000

/**
 * Cuts a lesson into stretches of about `partMs` where it is longer than `aboveMs`, else leaves it whole. Cuts lie
 * where segments begin, so that what is encoded apart can be put side by side.
 */
export function stretchesOf(
  durationMs: number,
  { aboveMs, partMs }: { readonly aboveMs: number; readonly partMs: number },
): { fromMs: number; toMs: number }[] {
  const endMs = Math.max(1, Math.round(durationMs))
  if (endMs <= aboveMs) return [{ fromMs: 0, toMs: endMs }]
  const count = Math.max(1, Math.round(endMs / Math.max(GRID_MS, partMs)))
  const eachMs = Math.max(GRID_MS, Math.ceil(endMs / count / GRID_MS) * GRID_MS)
  const stretches: { fromMs: number; toMs: number }[] = []
  // A last bit shorter than a segment goes with what is before it.
  for (let fromMs = 0; fromMs < endMs; fromMs += eachMs) {
    const toMs = endMs - (fromMs + eachMs) < GRID_MS ? endMs : fromMs + eachMs
    stretches.push({ fromMs, toMs })
    if (toMs === endMs) break
  }
  return stretches
}
