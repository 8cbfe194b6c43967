/** Less of the lesson than this tells nothing yet. */
const ENOUGH_MS = 2_000

/**
 * How many milliseconds of work one of the lesson takes, from how far it is each time: null while too little is known.
 * Counted from the first that came out: before it a program starts and fills its memory, which no later second costs.
 */
export function createPace(): (doneMs: number, atMs: number) => number | null {
  let first: { readonly doneMs: number; readonly atMs: number } | undefined
  return (doneMs, atMs) => {
    if (doneMs <= 0) return null
    first ??= { doneMs, atMs }
    const sinceMs = doneMs - first.doneMs
    return sinceMs < ENOUGH_MS ? null : (atMs - first.atMs) / sinceMs
  }
}
