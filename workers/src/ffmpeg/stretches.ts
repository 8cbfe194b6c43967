import { segmentSeconds } from './rendition-files.ts'

const GRID_MS = segmentSeconds * 1_000

/**
 * Cuts a lesson into stretches of about `partMs` where it is longer than `aboveMs`, else leaves it whole. Cuts lie
 * where segments begin, so that what is encoded apart can be put side by side: at even distances, or where `cutsMs`
 * says. A last stretch shorter than a segment goes with the one before it.
 */
export function stretchesOf(
  { durationMs, cutsMs }: { readonly durationMs: number; readonly cutsMs?: readonly number[] | undefined },
  { aboveMs, partMs }: { readonly aboveMs: number; readonly partMs: number },
): { fromMs: number; toMs: number }[] {
  const endMs = Math.max(1, Math.round(durationMs))
  if (endMs <= aboveMs) return [{ fromMs: 0, toMs: endMs }]
  const count = Math.max(1, Math.round(endMs / Math.max(GRID_MS, partMs)))
  const begins =
    cutsMs?.map(Math.round) ?? Array.from({ length: Math.ceil(endMs / GRID_MS) }, (_, n) => n * GRID_MS)
  const edges = [0]
  for (let n = 1; n < count; n += 1) {
    const at = begins.find((beginMs) => beginMs >= (endMs / count) * n)
    if (at !== undefined && at > (edges.at(-1) ?? 0) && endMs - at >= GRID_MS) edges.push(at)
  }
  return edges.map((fromMs, n) => ({ fromMs, toMs: edges[n + 1] ?? endMs }))
}
