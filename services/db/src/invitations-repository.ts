import type { Language, Role } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'
import { rightNow } from './seconds.ts'

export type InvitationState = 'open' | 'accepted' | 'expired' | 'withdrawn'
export type InvitationRecord = {
  id: string
  email: string
  roles: Role[]
  language: Language
  createdAt: Date
  expiresAt: Date
  state: InvitationState
  mailed: boolean
}

export const invitationDays = 14
const inTwoWeeks = sql<Date>`now() + make_interval(days => ${sql.lit(invitationDays)})`

const columns = [
  'id',
  'email',
  'roles',
  'language',
  'created_at as createdAt',
  'expires_at as expiresAt',
  sql<InvitationState>`case when accepted_at is not null then 'accepted' when withdrawn_at is not null then 'withdrawn'
    when expires_at <= now() then 'expired' else 'open' end`.as('state'),
  sql<boolean>`mailed_at is not null`.as('mailed'),
] as const

/** Newest first. */
export function listInvitations(tx: Tx, programId: string): Promise<InvitationRecord[]> {
  return tx
    .selectFrom('invitation')
    .select(columns)
    .where('program_id', '=', programId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

export function findInvitation(
  tx: Tx,
  programId: string,
  invitationId: string,
): Promise<InvitationRecord | undefined> {
  return tx
    .selectFrom('invitation')
    .select(columns)
    .where('program_id', '=', programId)
    .where('id', '=', invitationId)
    .executeTakeFirst()
}

export type NewInvitation = {
  programId: string
  /** Lower case. */
  email: string
  roles: Role[]
  language: Language
  /** SHA-256 of the token, in hex. */
  tokenHash: string
  /** Null when an operator invites. */
  invitedBy: string | null
}

/** A person has one open invitation to a program: inviting her again replaces it, and the old link ends. */
export async function saveInvitation(tx: Tx, invitation: NewInvitation): Promise<InvitationRecord> {
  const { programId, email, roles, language, tokenHash, invitedBy } = invitation
  return await tx
    .insertInto('invitation')
    .values({
      program_id: programId,
      email,
      roles,
      language,
      token_hash: tokenHash,
      invited_by: invitedBy,
      expires_at: inTwoWeeks,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['program_id', 'email'])
        .where('accepted_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .doUpdateSet({
          roles,
          language,
          token_hash: tokenHash,
          invited_by: invitedBy,
          expires_at: inTwoWeeks,
          mailed_at: null,
        }),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** A new token and two more weeks. Undefined when it is not open to that any more. */
export function renewInvitation(
  tx: Tx,
  programId: string,
  invitationId: string,
  tokenHash: string,
): Promise<InvitationRecord | undefined> {
  return tx
    .updateTable('invitation')
    .set({ token_hash: tokenHash, expires_at: inTwoWeeks, mailed_at: null })
    .where('id', '=', invitationId)
    .where('program_id', '=', programId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning(columns)
    .executeTakeFirst()
}

/** Undefined when it was accepted or withdrawn already. */
export function withdrawInvitation(
  tx: Tx,
  programId: string,
  invitationId: string,
): Promise<{ id: string } | undefined> {
  return tx
    .updateTable('invitation')
    .set({ withdrawn_at: rightNow() })
    .where('id', '=', invitationId)
    .where('program_id', '=', programId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
}

/** Only while the token is still the one that was mailed. */
export async function markInvitationMailed(tx: Tx, tokenHash: string): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ mailed_at: rightNow() })
    .where('token_hash', '=', tokenHash)
    .execute()
}
