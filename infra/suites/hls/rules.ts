import { fragmentRules } from './fragment-rules.ts'
import type { Ladder } from './ladder.ts'
import { ladderRules } from './ladder-rules.ts'
import { masterRules } from './master-rules.ts'
import { playlistRules } from './playlist-rules.ts'
import type { Rule } from './rule.ts'

export const allRules: readonly Rule[] = [...masterRules, ...playlistRules, ...fragmentRules, ...ladderRules]

export type Broken = { readonly rule: Rule; readonly faults: readonly string[] }

/** The rules that this ladder does not keep. */
export function brokenRules(ladder: Ladder): readonly Broken[] {
  return allRules
    .map((rule) => ({ rule, faults: rule.find(ladder) }))
    .filter(({ faults }) => faults.length > 0)
}
