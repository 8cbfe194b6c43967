/** Pictures per second as a fraction, because 29.97 is one. */
export interface FrameRate {
  readonly numerator: number
  readonly denominator: number
}

/** Sport needs more, a classroom does not, and every picture costs her line and our machine. */
const MOST = 30
/** Below this a player's clock becomes jumpy; repeating a picture costs next to nothing. */
const FEWEST = 10

const standards: readonly FrameRate[] = [
  { numerator: 10, denominator: 1 },
  { numerator: 12, denominator: 1 },
  { numerator: 25, denominator: 2 },
  { numerator: 15, denominator: 1 },
  { numerator: 20, denominator: 1 },
  { numerator: 24_000, denominator: 1_001 },
  { numerator: 24, denominator: 1 },
  { numerator: 25, denominator: 1 },
  { numerator: 30_000, denominator: 1_001 },
  { numerator: 30, denominator: 1 },
  { numerator: 48, denominator: 1 },
  { numerator: 50, denominator: 1 },
  { numerator: 60_000, denominator: 1_001 },
  { numerator: 60, denominator: 1 },
]

export const perSecond = ({ numerator, denominator }: FrameRate): number => numerator / denominator

/** The even rate to show a track at whose usual picture lasts `frameMs`; irregular files become even here. */
export function evenRate(frameMs: number): FrameRate {
  if (!(frameMs > 0)) return { numerator: MOST, denominator: 1 }
  const measured = 1_000 / frameMs
  const nearest = nearestStandard(measured)
  // Milliseconds are coarse in some containers: 33 ms stands for 30 as well as for 29.97.
  const rate =
    Math.abs(perSecond(nearest) / measured - 1) < 0.03
      ? nearest
      : { numerator: Math.max(1, Math.round(measured)), denominator: 1 }
  if (perSecond(rate) < FEWEST) return { numerator: FEWEST, denominator: 1 }
  if (perSecond(rate) <= MOST) return rate
  const half = { numerator: rate.numerator, denominator: rate.denominator * 2 }
  // Every second picture keeps movement even: 50 becomes 25, 59.94 becomes 29.97.
  return perSecond(half) <= MOST && perSecond(half) >= 24
    ? reduced(half)
    : { numerator: MOST, denominator: 1 }
}

function nearestStandard(measured: number): FrameRate {
  const distance = (rate: FrameRate) => Math.abs(perSecond(rate) - measured)
  return standards.reduce((best, rate) => (distance(rate) < distance(best) ? rate : best))
}

function reduced({ numerator, denominator }: FrameRate): FrameRate {
  return numerator % denominator === 0
    ? { numerator: numerator / denominator, denominator: 1 }
    : evenHalf(numerator, denominator)
}

function evenHalf(numerator: number, denominator: number): FrameRate {
  return numerator % 2 === 0 && denominator % 2 === 0
    ? { numerator: numerator / 2, denominator: denominator / 2 }
    : { numerator, denominator }
}
