import { createHash, randomBytes } from 'node:crypto'
import type { Language, Role } from '@cuepoint/domain'
import { openDatabase } from './client.ts'
import { saveInvitation } from './invitations-repository.ts'

export type NewProgram = {
  readonly name: string
  readonly language: Language
  readonly invite: readonly { readonly email: string; readonly roles: readonly Role[] }[]
}

export type OpenedProgram = {
  readonly programId: string
  /** One for each invitation, in order: what stands behind the `#` of its link. */
  readonly tokens: readonly string[]
}

/**
 * What only an operator can do, as the owner of the database: begin a program and invite its first people.
 * No mail is sent; whoever asked hands the links on.
 */
export async function openProgram(
  ownerUrl: string,
  { name, language, invite }: NewProgram,
): Promise<OpenedProgram> {
  const db = openDatabase({ url: ownerUrl, size: 1, applicationName: 'cuepoint-operator' })
  try {
    return await db.asRole(async (tx) => {
      const { id: programId } = await tx
        .insertInto('program')
        .values({ name, language })
        .returning('id')
        .executeTakeFirstOrThrow()
      const tokens: string[] = []
      for (const { email, roles } of invite) {
        const token = randomBytes(32).toString('base64url')
        const tokenHash = createHash('sha256').update(token).digest('hex')
        await saveInvitation(tx, {
          programId,
          email: email.toLowerCase(),
          roles: [...roles],
          language,
          tokenHash,
          invitedBy: null,
        })
        tokens.push(token)
      }
      return { programId, tokens }
    })
  } finally {
    await db.close()
  }
}

/** Whether anybody has begun to use this database. */
export async function hasProgram(ownerUrl: string): Promise<boolean> {
  const db = openDatabase({ url: ownerUrl, size: 1, applicationName: 'cuepoint-operator' })
  try {
    const found = await db.asRole(
      async (tx) => await tx.selectFrom('program').select('id').limit(1).executeTakeFirst(),
    )
    return found !== undefined
  } finally {
    await db.close()
  }
}
