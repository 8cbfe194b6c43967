import type { PartnershipSide, Role } from './program.ts'

/** `view < comment < coach`. */
export const grantLevels = ['view', 'comment', 'coach'] as const
export type GrantLevel = (typeof grantLevels)[number]

export const levelAtLeast = (level: GrantLevel | undefined, wanted: GrantLevel): boolean =>
  level !== undefined && grantLevels.indexOf(level) >= grantLevels.indexOf(wanted)

/**
 * What a live grant gives one receiver. The owner's grant gives sight; being eligible to coach comes from the
 * person's side in the partnership, or from her role where the grant names her alone.
 */
export function effectiveLevel(
  granted: GrantLevel,
  receiver: { side: PartnershipSide } | { roles: readonly Role[] },
): GrantLevel {
  const mayCoach = 'side' in receiver ? receiver.side !== 'teacher' : receiver.roles.includes('coach')
  return granted === 'coach' && !mayCoach ? 'comment' : granted
}
