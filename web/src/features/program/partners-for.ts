import type { Member } from '@cuepoint/contracts'
import type { PartnershipKind } from '@cuepoint/domain'

/** Who can stand on each side of a partnership: a coach and teachers, or two people who both film or coach. */
export function partnersFor(
  kind: PartnershipKind,
  members: readonly Member[],
  firstId: string,
): { firsts: Member[]; others: Member[] } {
  const film = members.filter((member) => member.roles.some((role) => role !== 'lead'))
  const firsts = kind === 'peer' ? film : members.filter((member) => member.roles.includes('coach'))
  const others = kind === 'peer' ? film : members.filter((member) => member.roles.includes('teacher'))
  return { firsts, others: others.filter((member) => member.person.id !== firstId) }
}
