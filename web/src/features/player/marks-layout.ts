export type PlacedMark = {
  /** The true moment on the bar, in px from its left edge. */
  momentPx: number
  /** Where the range ends; equal to `momentPx` for a single moment. */
  endPx: number
  /** The middle of the pin, pushed aside where pins would cover each other. */
  pinPx: number
}

type Bar = {
  widthPx: number
  durationMs: number
  /** The bar's ends are this far inside its box: half the thumb. */
  insetPx: number
  /** The least distance of two pins, kept as long as the bar has room for it. */
  spacingPx: number
}

export const msToPx = (atMs: number, { widthPx, durationMs, insetPx }: Bar): number =>
  insetPx + (durationMs > 0 ? Math.min(1, Math.max(0, atMs / durationMs)) : 0) * (widthPx - 2 * insetPx)

/** Whole milliseconds under a place on the bar, kept within the clip. */
export function pxToMs(px: number, { widthPx, durationMs, insetPx }: Bar): number {
  const room = widthPx - 2 * insetPx
  const share = room > 0 ? (px - insetPx) / room : 0
  return Math.round(Math.min(1, Math.max(0, share)) * durationMs)
}

/**
 * Places pins over their moments. Pins that would touch are spread around their common middle (pool adjacent
 * violators on `pin - rank * spacing`), which moves each as little as possible and keeps them in time order.
 */
export function placeMarks(marks: readonly { atMs: number; endMs: number | null }[], bar: Bar): PlacedMark[] {
  const byTime = marks.map((mark, index) => ({ index, momentPx: msToPx(mark.atMs, bar) }))
  byTime.sort((a, b) => a.momentPx - b.momentPx || a.index - b.index)
  const half = Math.min(bar.spacingPx / 2, bar.widthPx / 2)
  const room = bar.widthPx - 2 * half
  const spacing = byTime.length > 1 ? Math.min(bar.spacingPx, room / (byTime.length - 1)) : 0

  const pools: { sum: number; count: number }[] = []
  byTime.forEach(({ momentPx }, rank) => {
    let pool = { sum: momentPx - rank * spacing, count: 1 }
    for (
      let last = pools.at(-1);
      last && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pools.pop()
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count }
    }
    pools.push(pool)
  })

  const placed: PlacedMark[] = []
  const lowest = half
  const highest = bar.widthPx - half - spacing * (byTime.length - 1)
  let rank = 0
  for (const pool of pools) {
    const start = Math.min(highest, Math.max(lowest, pool.sum / pool.count))
    for (let n = 0; n < pool.count; n += 1, rank += 1) {
      const entry = byTime[rank]
      const mark = entry && marks[entry.index]
      if (!entry || !mark) continue
      placed[entry.index] = {
        momentPx: entry.momentPx,
        endPx: mark.endMs === null ? entry.momentPx : msToPx(mark.endMs, bar),
        pinPx: start + rank * spacing,
      }
    }
  }
  return placed
}
