export type Spread = { readonly median: number; readonly least: number; readonly most: number }

/** The middle of the values, and how far they lie apart. Throws when there are none. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (low === undefined || high === undefined || least === undefined || most === undefined)
    throw new Error('nothing was measured')
  return { median: (low + high) / 2, least, most }
}

/** Four digits that count: a ratio of 0.0031 says as much as one of 1.043. */
export const rounded = (value: number): number => Number(value.toPrecision(4))
