import type { ClipTimes } from './clip-watch.ts'

/**
 * How long the clip would have taken had so many machines like this one shared its parts: what comes before the
 * parts and after them as it was, and the parts dealt out in order to whoever is free. A part takes on its own
 * machine what it took here alone, so it is an upper bound where parts ran side by side here.
 */
export function withWorkers(
  workers: number,
  { completeSeconds, parts }: Pick<ClipTimes, 'completeSeconds' | 'parts'>,
): number {
  if (completeSeconds === undefined || parts.length === 0)
    throw new Error('the parts of a finished clip are needed for that')
  const before = Math.min(...parts.map(({ beganSeconds }) => beganSeconds))
  const after = completeSeconds - Math.max(...parts.map(({ endedSeconds }) => endedSeconds))
  const freeAt = Array.from({ length: workers }, () => 0)
  for (const { beganSeconds, endedSeconds } of parts.toSorted((a, b) => a.beganSeconds - b.beganSeconds)) {
    const first = freeAt.indexOf(Math.min(...freeAt))
    freeAt[first] = (freeAt[first] ?? 0) + (endedSeconds - beganSeconds)
  }
  return before + Math.max(...freeAt) + Math.max(0, after)
}
