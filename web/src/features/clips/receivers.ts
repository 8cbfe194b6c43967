import type { Colleague, Grant, Partnership } from '@cuepoint/contracts'
import { type GrantLevel, grantLevels } from '@cuepoint/domain'

/** Someone the owner may share with: a partnership of hers, or one colleague. `value` tells them apart in a list. */
export type Receiver = {
  value: string
  kind: 'partnership' | 'person'
  id: string
  names: string[]
  mayCoach: boolean
}

/** Her partnerships first, because that is whom a clip is for; then colleagues by name. Whoever sees it already is left out. */
export function receiversFor({
  meId,
  partnerships,
  colleagues,
  grants,
}: {
  meId: string
  partnerships: readonly Partnership[]
  colleagues: readonly Colleague[]
  grants: readonly Grant[]
}): Receiver[] {
  const live = grants.filter((grant) => grant.live)
  const sharedWith = new Set(live.map((grant) => grant.partnershipId))
  const seenBy = new Set(
    live
      .filter((grant) => grant.partnershipId === null)
      .flatMap((grant) => grant.people.map((person) => person.id)),
  )
  const together = partnerships
    .filter((each) => each.endedAt === null && !sharedWith.has(each.id))
    .filter((each) => each.members.some((member) => member.person.id === meId))
    .map((each): Receiver => {
      const others = each.members.filter((member) => member.person.id !== meId)
      return {
        value: `partnership ${each.id}`,
        kind: 'partnership',
        id: each.id,
        names: others.map((member) => member.person.name),
        mayCoach: others.some((member) => member.side !== 'teacher'),
      }
    })
  const single = colleagues
    .filter(({ person }) => person.id !== meId && !seenBy.has(person.id))
    .map(
      ({ person, roles }): Receiver => ({
        value: `person ${person.id}`,
        kind: 'person',
        id: person.id,
        names: [person.name],
        mayCoach: roles.includes('coach'),
      }),
    )
    .sort((a, b) => (a.names[0] ?? '').localeCompare(b.names[0] ?? ''))
  return [...together, ...single]
}

/** What can be given to this receiver: coaching only to someone who may coach. */
export const levelsFor = (receiver: Receiver): readonly GrantLevel[] =>
  receiver.mayCoach ? grantLevels : grantLevels.filter((level) => level !== 'coach')
