import type { CuepointDatabase, Row } from '@cuepoint/db'
import type { Role } from '@cuepoint/domain'
import { aMember, aPartnership, aPerson, aProgram } from '@cuepoint/testing'

/** Who asks, in the order of the table's columns. */
export const actorNames = [
  'anonymous',
  'owner',
  'coach-granted',
  'coach-not-granted',
  'coach-revoked',
  'other-teacher',
  'lead',
  'other-program',
] as const
export type ActorName = (typeof actorNames)[number]

type Person = Row<'person'>

/** Everyone the matrix needs: those who ask, and those without whom there would be nothing to ask for. */
export type Cast = {
  actors: Readonly<Record<Exclude<ActorName, 'anonymous'>, Person>>
  programs: { readonly here: string; readonly elsewhere: string; readonly third: string }
  leadOf: ReadonlyMap<string, Person>
  /** Partnerships of the owner with each of the three coaches. */
  partnerships: Readonly<Record<'coach-granted' | 'coach-not-granted' | 'coach-revoked', string>>
  /** Coaches the things nobody of the actors coaches; a member here and elsewhere. */
  helper: Person
  /** Takes part in every review beside the owner; a member here and elsewhere. */
  otherParticipant: Person
  /** A colleague to whom something may be granted; a member here and elsewhere. */
  colleague: Person
  /** Owns what is foreign to every actor. */
  foreigner: Person
}

export async function gatherCast(owner: CuepointDatabase): Promise<Cast> {
  const program = async (name: string) => (await aProgram(owner, { name })).id
  const here = await program('Three Rivers')
  const elsewhere = await program('Far Hills')
  const third = await program('Old Mill')
  const member = async (name: string, roles: Role[], ...programs: string[]) => {
    const person = await aPerson(owner, { name })
    for (const id of programs) await aMember(owner, id, roles, { person })
    return person
  }
  const actors = {
    owner: await member('Malee', ['teacher'], here),
    'coach-granted': await member('Carmen', ['coach'], here),
    'coach-not-granted': await member('Nora', ['coach'], here),
    'coach-revoked': await member('Rosa', ['coach'], here),
    'other-teacher': await member('Ana', ['teacher'], here),
    lead: await member('Lena', ['lead'], here),
    'other-program': await member('Sven', ['lead', 'coach', 'teacher'], elsewhere),
  }
  const withCoach = async (name: 'coach-granted' | 'coach-not-granted' | 'coach-revoked') =>
    (
      await aPartnership(owner, here, [
        { personId: actors[name].id, side: 'coach' },
        { personId: actors.owner.id, side: 'teacher' },
      ])
    ).id
  return {
    actors,
    programs: { here, elsewhere, third },
    leadOf: new Map([
      [here, actors.lead],
      [elsewhere, actors['other-program']],
      [third, await member('Otto', ['lead'], third)],
    ]),
    partnerships: {
      'coach-granted': await withCoach('coach-granted'),
      'coach-not-granted': await withCoach('coach-not-granted'),
      'coach-revoked': await withCoach('coach-revoked'),
    },
    helper: await member('Iris', ['coach'], here, elsewhere),
    otherParticipant: await member('Pim', ['teacher'], here, elsewhere),
    colleague: await member('Vera', ['teacher'], here, elsewhere),
    foreigner: await member('Tess', ['teacher'], here),
  }
}
