/** A cut costs half of this on average, and each request some round trips: about the best of both. */
const PIECE_SECONDS = 3
/** A part that takes no longer than this goes whole, straight into its place. */
const PART_SECONDS = 10
/** Low: on a thin line a large first request is lost with every reload, and on a good one a small one costs nothing. */
const FIRST_GUESS_BYTES_PER_SECOND = 16 * 1024
/** How much the last request says against all before it. */
const WEIGHT = 0.4
/** In a row. A line that loses one in five carries so many in one of a hundred tries. */
const STEADY_REQUESTS = 20

export type LinePace = {
  /** A request carried so many bytes in so long. */
  carried(bytes: number, ms: number): void
  /** A request was cut: the line is worse than it was thought. */
  cut(): void
  /** How much to put into one request, when a part has `partBytes`. */
  wantedBytes(partBytes: number): number
  /** Requests side by side: one on a thin line, where two would only halve each other. */
  atOnce(partBytes: number): number
  bytesPerSecond(): number | undefined
  /** It has cut nothing for so long that what a browser repeats by itself costs less than new connections do. */
  isSteady(): boolean
}

/** Measures the line by what it carries and says how to cut for it. */
export function createLinePace(): LinePace {
  let measured: number | undefined
  let unbroken = 0
  const rate = (): number => measured ?? FIRST_GUESS_BYTES_PER_SECOND
  return {
    carried(bytes, ms) {
      unbroken += 1
      if (ms <= 0) return
      const seen = (bytes * 1_000) / ms
      measured = measured === undefined ? seen : measured * (1 - WEIGHT) + seen * WEIGHT
    },
    cut() {
      measured = rate() / 2
      unbroken = 0
    },
    wantedBytes: (partBytes) =>
      rate() * PART_SECONDS >= partBytes ? partBytes : Math.floor(rate() * PIECE_SECONDS),
    atOnce: (partBytes) => (rate() * PIECE_SECONDS >= partBytes ? 3 : 1),
    bytesPerSecond: () => measured,
    isSteady: () => unbroken >= STEADY_REQUESTS,
  }
}
