/** How a stored picture becomes the one that is shown: mirrored left to right first, then turned clockwise. */
export interface Orientation {
  readonly mirrored: boolean
  readonly quarterTurns: 0 | 1 | 2 | 3
}

export const upright: Orientation = { mirrored: false, quarterTurns: 0 }

/** A picture taken as it lies: ffmpeg's own turning comes before anything is scaled, where it costs most. */
export const asStored = ['-noautorotate']

/**
 * Reads a track's display matrix as ffprobe prints it: three lines of three numbers after `00000000:`. Its
 * `rotation` beside it is no use: a mirrored picture looks there like a turned one or like an upright one. A
 * picture that leans is shown as it leans least (ISO 14496-12, 6.2.2 for the matrix).
 */
export function orientationOf(displayMatrix: string | undefined): Orientation {
  const numbers = [...(displayMatrix ?? '').matchAll(/^\w+:\s*(-?\d+)\s+(-?\d+)\s+(-?\d+)/gm)].map(
    ([, first, second]) => [Number(first), Number(second)] as const,
  )
  // Where the stored picture's right and its bottom point to on the screen, whose y goes down.
  const [right, bottom] = numbers
  if (!right || !bottom) return upright
  const mirrored = right[0] * bottom[1] - right[1] * bottom[0] < 0
  const [x, y] = mirrored ? [-right[0], -right[1]] : right
  const quarterTurns = ((Math.round(Math.atan2(y, x) / (Math.PI / 2)) + 4) % 4) as Orientation['quarterTurns']
  return { mirrored, quarterTurns }
}

export const isUpright = ({ mirrored, quarterTurns }: Orientation): boolean => !mirrored && quarterTurns === 0

/** A quarter turn swaps the sides. */
export const isQuarterTurned = ({ quarterTurns }: Orientation): boolean => quarterTurns % 2 === 1

/** The size to scale to before the picture is turned, for the size that is to be shown. */
export function storedSize<Size extends { readonly width: number; readonly height: number }>(
  orientation: Orientation,
  shown: Size,
): { width: number; height: number } {
  const { width, height } = shown
  return isQuarterTurned(orientation) ? { width: height, height: width } : { width, height }
}

/** Turns a picture upright that was read `asStored`. */
export function uprightFilters({ mirrored, quarterTurns }: Orientation): string[] {
  const plain = [[], ['transpose=clock'], ['hflip', 'vflip'], ['transpose=cclock']]
  // In one step each: `cclock_flip` swaps x and y, `clock_flip` does so over the other diagonal.
  const reflected = [['hflip'], ['transpose=clock_flip'], ['vflip'], ['transpose=cclock_flip']]
  return (mirrored ? reflected : plain)[quarterTurns] ?? []
}
