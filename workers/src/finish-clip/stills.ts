import type { FinishFacts, WrittenFile } from '@cuepoint/db'
import type { StoredPlan } from '../publishing/stored-plan.ts'
import type { CompleteDeps } from './complete-media.ts'
import type { FinishedRendition } from './renditions.ts'

export interface Stills {
  readonly storyboard: string | undefined
  readonly poster: string | undefined
  readonly files: readonly WrittenFile[]
}

export async function addStills(
  _deps: CompleteDeps,
  _facts: FinishFacts,
  _plan: StoredPlan,
  _renditions: readonly FinishedRendition[],
  _dir: string,
  _signal: AbortSignal,
): Promise<Stills> {
  return { storyboard: undefined, poster: undefined, files: [] }
}
