export const roles = ['lead', 'coach', 'teacher'] as const
export type Role = (typeof roles)[number]

export const partnershipKinds = ['one-to-one', 'peer', 'group'] as const
export type PartnershipKind = (typeof partnershipKinds)[number]

/** What a person is inside one partnership. Peers coach each other. */
export const partnershipSides = ['coach', 'teacher', 'peer'] as const
export type PartnershipSide = (typeof partnershipSides)[number]

/** Whether people on these sides make that kind of partnership. */
export function isPartnershipShape(kind: PartnershipKind, sides: readonly PartnershipSide[]): boolean {
  const count = (side: PartnershipSide) => sides.filter((each) => each === side).length
  switch (kind) {
    case 'one-to-one':
      return sides.length === 2 && count('coach') === 1 && count('teacher') === 1
    case 'peer':
      return sides.length === 2 && count('peer') === 2
    case 'group':
      return count('coach') === 1 && count('teacher') >= 1 && count('peer') === 0
  }
}

/** Counts made of fewer people than this are never shown to a program lead. */
export const smallestCountedGroup = 5

/** A count a lead may see, or undefined where too few people stand behind it. */
export const countForLead = (count: number, people: number): number | undefined =>
  people >= smallestCountedGroup ? count : undefined
