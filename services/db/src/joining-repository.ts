import type { Language, Role } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { CuepointDatabase, Tx } from './client.ts'
import { rightNow } from './seconds.ts'

// Accepting an invitation: before there is an actor, as `cuepoint_auth`.

export type OpenInvitation = {
  id: string
  programId: string
  programName: string
  email: string
  roles: Role[]
  language: Language
  /** The account at that address, where there is one, with the hash of its password. */
  account: { personId: string; passwordHash: string } | null
}

/** The invitation behind a token that can still be accepted. */
export async function findOpenInvitation(
  authDb: CuepointDatabase,
  tokenHash: string,
): Promise<OpenInvitation | undefined> {
  const { rows } = await authDb.pool.query<OpenInvitation>({
    name: 'find-open-invitation',
    text: `select i.id, i.program_id as "programId", program.name as "programName", i.email, i.roles, i.language,
             case when a.id is not null then json_build_object('personId', p.id, 'passwordHash', a.password) end as account
           from invitation i
           join program on program.id = i.program_id
           left join person p on p.email = i.email
           left join account a on a.person_id = p.id and a.provider_id = 'credential' and a.password is not null
           where i.token_hash = $1 and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()`,
    values: [tokenHash],
  })
  return rows[0]
}

export type Joining = {
  tokenHash: string
  /** Of the account whose password was checked, or what a new one is made of. */
  as: { personId: string } | { name: string; timeZone: string; language: Language; passwordHash: string }
}

/**
 * Spends the invitation and makes its person a member, in one transaction: of two at once one gets through.
 * Undefined when the invitation is spent, or when an account appeared at its address in the meantime.
 */
export async function joinProgram(
  authDb: CuepointDatabase,
  { tokenHash, as }: Joining,
): Promise<{ personId: string; programId: string } | undefined> {
  return await authDb
    .asRole(async (tx) => {
      const invitation = await tx
        .updateTable('invitation')
        .set({ accepted_at: rightNow() })
        .where('token_hash', '=', tokenHash)
        .where('accepted_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .where('expires_at', '>', sql<Date>`now()`)
        .returning(['program_id', 'email', 'roles'])
        .executeTakeFirst()
      if (!invitation) return undefined
      const personId =
        'personId' in as ? as.personId : await addPerson(tx, { ...as, email: invitation.email })
      if (personId === undefined) throw new AccountAppeared()
      await sql`
      insert into member as known (program_id, person_id, roles)
      values (${invitation.program_id}, ${personId}, ${invitation.roles})
      on conflict (program_id, person_id) do update set
        roles = case when known.left_at is null
          then array(select distinct unnest(known.roles || excluded.roles) order by 1) else excluded.roles end,
        joined_at = case when known.left_at is null then known.joined_at else now() end,
        left_at = null
    `.execute(tx)
      return { personId, programId: invitation.program_id }
    })
    .catch((error: unknown) => {
      if (error instanceof AccountAppeared) return undefined
      throw error
    })
}

/** Rolls the transaction back, so that the invitation stays open for the account that is there now. */
class AccountAppeared extends Error {}

type NewPerson = {
  name: string
  email: string
  language: Language
  timeZone: string
  passwordHash: string
}

/** A person with an account; undefined when there is an account at that address. */
async function addPerson(tx: Tx, person: NewPerson): Promise<string | undefined> {
  const { name, email, language, timeZone, passwordHash } = person
  await sql`
    insert into person (name, email, email_verified, language, time_zone)
    values (${name}, ${email}, true, ${language}, ${timeZone}) on conflict (email) do nothing
  `.execute(tx)
  // A person who has no account yet gets one: the invitation came by her mail.
  const { rows } = await sql<{ id: string }>`
    insert into account (person_id, account_id, provider_id, password)
    select id, id::text, 'credential', ${passwordHash} from person where email = ${email}
    on conflict (provider_id, account_id) do nothing returning person_id as id
  `.execute(tx)
  return rows[0]?.id
}
