import type { Id } from './ids.ts'

export const promptKinds = ['strength', 'look-again', 'connect', 'open'] as const
export type PromptKind = (typeof promptKinds)[number]

export type Moment = { atMs: number; endMs: number | null }

/** `undefined` when the moment is sound, else the code of what is wrong. `durationMs` is the clip's, where known. */
export function momentFault(
  moment: Moment,
  durationMs: number | null,
): 'range-backwards' | 'past-end-of-clip' | undefined {
  if (moment.endMs !== null && moment.endMs <= moment.atMs) return 'range-backwards'
  if (durationMs !== null && Math.max(moment.atMs, moment.endMs ?? 0) > durationMs) return 'past-end-of-clip'
  return undefined
}

/** A review starts with something that worked. True when the first prompt in order is a strength. */
export const startsWithStrength = (prompts: readonly { kind: PromptKind }[]): boolean =>
  prompts[0]?.kind === 'strength'

export type OrderedPrompt = { id: Id; position: number }

/** The ids after `id` has been moved to `index`, counted from 0 and kept within the list; unchanged without it. */
export function reordered(ids: readonly Id[], id: Id, index: number): Id[] {
  if (!ids.includes(id)) return [...ids]
  const rest = ids.filter((each) => each !== id)
  rest.splice(Math.max(0, Math.min(index, rest.length)), 0, id)
  return rest
}
