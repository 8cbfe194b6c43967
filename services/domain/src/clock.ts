/** The only place that reads the machine's clock. Deadlines are the database's; this one is for display and ages. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

/** Milliseconds since the Unix epoch, from the machine's clock. */
export const nowMs = (): number => Date.now()

/** Reads an ISO 8601 instant or epoch milliseconds. Throws RangeError when it is neither. */
export function instantFrom(value: string | number): Date {
  const instant = new Date(value)
  if (Number.isNaN(instant.getTime())) throw new RangeError('not an instant')
  return instant
}
