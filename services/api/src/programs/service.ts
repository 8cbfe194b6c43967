import type { ChangeProgram, Colleague, Member, Program, ProgramCounts } from '@cuepoint/contracts'
import {
  changeProgram,
  changeRoles,
  findProgram,
  findProgramCounts,
  hasOtherLead,
  listColleagues,
  listMembers,
  lockProgram,
  type MemberRecord,
  removeMember,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, countForLead, type Role } from '@cuepoint/domain'

/** Throws `not-found`. */
export async function getProgram(tx: Tx, actorId: string, programId: string): Promise<Program> {
  const program = await findProgram(tx, actorId, programId)
  if (!program) throw new CuepointError('not-found')
  return program
}

export async function renameProgram(
  tx: Tx,
  actorId: string,
  programId: string,
  { name, language, filmingNote }: ChangeProgram,
): Promise<Program> {
  if (name !== undefined && name.trim() === '') throw new CuepointError('bad-request')
  await changeProgram(tx, programId, { name: name?.trim(), language, filmingNote: filmingNote?.trim() })
  return await getProgram(tx, actorId, programId)
}

const toMember = ({ id, name, roles, email, joinedAt }: MemberRecord): Member => ({
  person: { id, name },
  email,
  roles,
  joinedAt: joinedAt.toISOString(),
})

export const showMembers = async (tx: Tx, programId: string): Promise<Member[]> =>
  (await listMembers(tx, programId)).map(toMember)

/** Throws `not-found`, and `last-lead` when nobody would lead the program any more. */
export async function giveRoles(tx: Tx, programId: string, personId: string, roles: Role[]): Promise<Member> {
  const member = await lockedMember(tx, programId, personId)
  if (!roles.includes('lead')) await keepLead(tx, programId, member)
  await changeRoles(tx, programId, personId, roles)
  return toMember({ ...member, roles })
}

/** Throws `not-found`, and `last-lead` when nobody would lead the program any more. */
export async function sendAway(tx: Tx, programId: string, personId: string): Promise<void> {
  await keepLead(tx, programId, await lockedMember(tx, programId, personId))
  await removeMember(tx, programId, personId)
}

/** Two leads who demote each other at once take turns, and the second finds herself the last. */
async function lockedMember(tx: Tx, programId: string, personId: string): Promise<MemberRecord> {
  await lockProgram(tx, programId)
  const member = (await listMembers(tx, programId)).find((each) => each.id === personId)
  if (!member) throw new CuepointError('not-found')
  return member
}

async function keepLead(tx: Tx, programId: string, member: MemberRecord): Promise<void> {
  if (member.roles.includes('lead') && !(await hasOtherLead(tx, programId, member.id)))
    throw new CuepointError('last-lead')
}

export const showColleagues = async (tx: Tx, actorId: string, programId: string): Promise<Colleague[]> =>
  (await listColleagues(tx, actorId, programId)).map(({ id, name, roles }) => ({
    person: { id, name },
    roles,
  }))

/** What a lead may know of the work: how much of it, where at least five people stand behind a number. */
export async function countProgram(tx: Tx, programId: string): Promise<ProgramCounts> {
  const counts = await findProgramCounts(tx, programId)
  if (!counts) throw new CuepointError('not-found')
  return {
    teachers: counts.teachers,
    coaches: counts.coaches,
    partnerships: counts.partnerships,
    clipsSent: countForLead(counts.clips_sent, counts.clip_people) ?? null,
    reviewsSent: countForLead(counts.reviews_sent, counts.review_people) ?? null,
    reviewsReady: countForLead(counts.reviews_ready, counts.ready_people) ?? null,
    discussionsHeld: countForLead(counts.discussions_held, counts.discussion_people) ?? null,
  }
}
