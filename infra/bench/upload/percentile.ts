/** The value that 95 of 100 stay under (nearest rank), to a tenth; throws for nothing measured. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.ceil(sorted.length * 0.95) - 1]
  if (found === undefined) throw new Error('nothing was measured')
  return Math.round(found * 10) / 10
}
