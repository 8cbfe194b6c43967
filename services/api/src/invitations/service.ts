import type { AcceptInvitation, Invitation, InvitationPreview, Invite } from '@cuepoint/contracts'
import {
  findInvitation,
  findOpenInvitation,
  findPerson,
  findProgram,
  type InvitationRecord,
  joinProgram,
  listInvitations,
  listMembers,
  markInvitationMailed,
  renewInvitation,
  saveInvitation,
  type Tx,
  withdrawInvitation,
} from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import type { ApiDeps } from '../deps.ts'
import { hashPassword, verifyPassword } from '../session/password.ts'
import { checkTimeZone } from '../session/service.ts'
import { hashToken, newToken } from './token.ts'

/** Opens a transaction of the signed-in person. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

export const toInvitation = (record: InvitationRecord): Invitation => ({
  ...record,
  createdAt: record.createdAt.toISOString(),
  expiresAt: record.expiresAt.toISOString(),
})

export const showInvitations = async (tx: Tx, programId: string): Promise<Invitation[]> =>
  (await listInvitations(tx, programId)).map(toInvitation)

type Inviting = { deps: ApiDeps; transact: Transact; actorId: string; programId: string }

/** Throws `already-member`. A mail that cannot be handed over leaves an invitation that says so. */
export async function invite(inviting: Inviting, { email, roles, language }: Invite): Promise<Invitation> {
  const { deps, transact, actorId, programId } = inviting
  const address = email.toLowerCase()
  const token = newToken(deps.random)
  const saved = await transact(async (tx) => {
    const members = await listMembers(tx, programId)
    if (members.some((member) => member.email === address)) throw new CuepointError('already-member')
    const tokenHash = hashToken(token)
    return await saveInvitation(tx, {
      programId,
      email: address,
      roles,
      language,
      tokenHash,
      invitedBy: actorId,
    })
  })
  return await mailInvitation(inviting, saved, token)
}

/** A new token, mailed again; the link before it ends. Throws `not-found`, `wrong-state`. */
export async function inviteAgain(inviting: Inviting, invitationId: string): Promise<Invitation> {
  const token = newToken(inviting.deps.random)
  const saved = await inviting.transact(async (tx) => {
    const renewed = await renewInvitation(tx, inviting.programId, invitationId, hashToken(token))
    return renewed ?? (await refuseMove(tx, inviting.programId, invitationId))
  })
  return await mailInvitation(inviting, saved, token)
}

/** Throws `not-found`, `wrong-state` for one that was accepted. */
export async function takeInvitationBack(tx: Tx, programId: string, invitationId: string): Promise<void> {
  if (!(await withdrawInvitation(tx, programId, invitationId))) await refuseMove(tx, programId, invitationId)
}

async function refuseMove(tx: Tx, programId: string, invitationId: string): Promise<never> {
  const found = await findInvitation(tx, programId, invitationId)
  throw new CuepointError(found ? 'wrong-state' : 'not-found')
}

/**
 * After the commit and from here, not by a job: a job's payload would have to carry the token. The token stands behind
 * the `#` of the link, which no server ever sees.
 */
async function mailInvitation(
  { deps, transact, actorId, programId }: Inviting,
  invitation: InvitationRecord,
  token: string,
): Promise<Invitation> {
  const program = await transact((tx) => findProgram(tx, actorId, programId))
  const inviter = await findPerson(deps.authDb, actorId)
  const params = {
    fromName: inviter?.name ?? null,
    programName: program?.name ?? '',
    link: `${deps.config.publicUrl}/invitation#${token}`,
    expiresAt: invitation.expiresAt,
  }
  const { email, language, id } = invitation
  try {
    await deps.mailer.send({ to: email, language, template: 'invitation', params })
  } catch (error) {
    deps.log.warn({ err: error, invitationId: id }, 'an invitation was not mailed')
    return toInvitation(invitation)
  }
  await transact((tx) => markInvitationMailed(tx, hashToken(token)))
  return toInvitation({ ...invitation, mailed: true })
}

/** Throws `invitation-spent` alike for one that was used, withdrawn, is too old or never was. */
export async function previewInvitation(deps: ApiDeps, token: string): Promise<InvitationPreview> {
  const invitation = await findOpenInvitation(deps.authDb, hashToken(token))
  if (!invitation) throw new CuepointError('invitation-spent')
  const { programName, email, roles, language, account } = invitation
  return { programName, email, roles, language, hasAccount: account !== null }
}

/** The person who may be signed in now. Throws `invitation-spent`, `wrong-credentials`, `bad-request`. */
export async function acceptInvitation(
  deps: ApiDeps,
  accept: AcceptInvitation,
): Promise<{ personId: string }> {
  const { token, password, language, timeZone } = accept
  const name = accept.name.trim()
  if (name === '') throw new CuepointError('bad-request', { in: 'body', at: '/name', rule: 'minLength' })
  checkTimeZone(timeZone)
  const tokenHash = hashToken(token)
  const invitation = await findOpenInvitation(deps.authDb, tokenHash)
  if (!invitation) throw new CuepointError('invitation-spent')
  const { account } = invitation
  if (account && !(await verifyPassword({ hash: account.passwordHash, password })))
    throw new CuepointError('wrong-credentials')
  const joined = await joinProgram(deps.authDb, {
    tokenHash,
    as: account
      ? { personId: account.personId }
      : { name, timeZone, language, passwordHash: await hashPassword(password) },
  })
  if (!joined) throw new CuepointError('invitation-spent')
  return joined
}
